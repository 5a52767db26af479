import { expect, test } from "bun:test";
import { callTool } from "../support/mcp-answers.ts";
import { startTestApp } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { Person } from "./person.ts";

test("a client sees its browser by name, selects it, and is told how it does and what the person permits", async () => {
  await using app = await startTestApp();
  await using person = await Person.arrive(app.url);
  const { client } = await person.connectClient("agent");
  const { sessionId } = (await person.connection()).session;
  const listed = async () => (await callTool(client, "chrome_list_browsers")).data["browsers"];

  const one = { browserId: sessionId, state: "connected", name: expect.stringContaining("Chrom") };
  expect(await listed()).toMatchObject([{ ...one, selected: false }]);
  const selected = await callTool(client, "chrome_select_browser", { browserId: sessionId });
  expect(selected.data).toMatchObject({ browserId: sessionId });
  expect(await listed()).toMatchObject([{ ...one, selected: true }]);

  const health = async () => (await callTool(client, "chrome_health")).data;
  const permitted = {
    permissions: [],
    missing: expect.arrayContaining(["bookmarks", "downloads", "history"]),
    switchedOff: [],
  };
  expect(await health()).toMatchObject({
    serverVersion: expect.any(String),
    browser: {
      browserId: sessionId,
      extensionVersion: expect.any(String),
      userAgent: expect.stringContaining("Chrome/"),
      roundTripMs: expect.any(Number),
      permitted,
    },
  });

  await person.command({ do: "switch", name: "scripts", on: false });
  const changed = { browser: { permitted: { ...permitted, switchedOff: ["scripts"] } } };
  await until("the switch to be told", async () =>
    JSON.stringify(await health()).includes("scripts") ? true : undefined,
  );
  expect(await health()).toMatchObject(changed);
});

test("a browser has the name that its person gives it, and a selection holds for the client that made it", async () => {
  await using app = await startTestApp();
  await using person = await Person.arrive(app.url);
  const ann = (await person.connectClient("ann")).client;
  const bob = (await person.connectClient("bob")).client;
  const listed = async (client: typeof ann) =>
    (await callTool(client, "chrome_list_browsers")).data["browsers"];
  const browserId = (await person.connection()).session.sessionId;
  await callTool(ann, "chrome_select_browser", { browserId });
  await person.command({ do: "rename", label: "Ann's Chrome" });
  await until("the new name to be told", async () =>
    JSON.stringify(await listed(ann)).includes("Ann's Chrome") ? true : undefined,
  );
  expect(await listed(ann)).toMatchObject([{ name: "Ann's Chrome", selected: true }]);
  expect(await listed(bob)).toMatchObject([{ name: "Ann's Chrome", selected: false }]);
});
