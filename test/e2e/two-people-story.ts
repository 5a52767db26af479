import { expect } from "bun:test";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { callTool, refIn } from "../support/mcp-answers.ts";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { type FormSite, startFormSite } from "./form-site.ts";
import { Person } from "./person.ts";

/**
 * Two people, each with a Chromium of their own, and a client for each. They fill in their forms,
 * lose a worker, lose the server in the middle of an action, pause, and never meet.
 */
export async function twoPeopleStory(command: readonly string[]): Promise<void> {
  await using server = await ServerProcess.start(command);
  await using site = startFormSite();
  const [ann, bob] = await Promise.all([Person.arrive(server.url), Person.arrive(server.url)]);
  await using _ann = ann;
  await using _bob = bob;
  const { client: annsClient } = await ann.connectClient("Ann's client");
  const { client: bobsClient } = await bob.connectClient("Bob's client");
  const before = await Promise.all([ann.connection(), bob.connection()]);
  const [annsSession, bobsSession] = before.map(({ session }) => session.sessionId);
  expect(annsSession).not.toBe(bobsSession);

  // Each fills in their own form, both at the same time.
  await Promise.all([fillForm(annsClient, site, "ann"), fillForm(bobsClient, site, "bob")]);
  expect(site.submissions.toSorted((a, b) => a.person.localeCompare(b.person))).toEqual([
    { person: "ann", fields: fieldsOf("ann") },
    { person: "bob", fields: fieldsOf("bob") },
  ]);

  // Neither sees the other's pages, nor reaches the other's browser by its id.
  for (const [client, other, stranger] of [
    [annsClient, "bob", bobsSession],
    [bobsClient, "ann", annsSession],
  ] as const) {
    expect((await callTool(client, "get_windows_and_tabs")).text).not.toContain(`who=${other}`);
    const stolen = await callTool(client, "get_windows_and_tabs", { browserId: stranger });
    const unknown = await callTool(client, "get_windows_and_tabs", {
      browserId: "session_user_1_nobody",
    });
    expect(stolen).toEqual(unknown);
    expect(stolen.text).toStartWith("no_browser");
  }

  // Ann's worker is killed, and resumes under the same ids.
  await ann.killWorker();
  expect(annsSession).toBe((await ann.connection()).session.sessionId);
  expect((await callTool(annsClient, "get_windows_and_tabs")).isError).toBe(false);

  await serverDiesInMidCall(server, site, annsClient, bobsClient);
  const after = await Promise.all([ann.connection(), bob.connection()]);
  expect(after.map(({ session }) => String(session.sessionId))).toEqual(
    before.map(({ session }) => String(session.sessionId)),
  );

  // Pause stops Ann's browser, and nothing of Bob's.
  await ann.pause(true);
  expect((await callTool(annsClient, "get_windows_and_tabs")).text).toStartWith("paused");
  expect((await callTool(bobsClient, "get_windows_and_tabs")).isError).toBe(false);
  await ann.pause(false);
  await until("Ann's browser to go on", async () =>
    (await callTool(annsClient, "get_windows_and_tabs")).isError ? undefined : true,
  );
}

function fieldsOf(who: string): Record<string, string> {
  return {
    name: `${who} Miller`,
    delivery: "express",
    gift: "yes",
    open: `open ${who}`,
    closed: `closed ${who}`,
    near: `near ${who}`,
    far: `far ${who}`,
  };
}

/** Reads, fills, clicks, presses and looks, in the page, its shadow roots and its frames. */
async function fillForm(client: Client, site: FormSite, who: string): Promise<void> {
  const act = async (tool: string, args: Record<string, unknown>) => {
    const answer = await callTool(client, tool, args);
    if (answer.isError) throw new Error(`${tool} ${JSON.stringify(args)}: ${answer.text}`);
    return answer.text;
  };
  await act("chrome_navigate", { url: site.formOf(who), waitUntil: "load" });
  const outline = await act("chrome_read_page", {});
  expect(outline).toContain(`Form of ${who}`);

  const fill = (line: RegExp, value: string | boolean) =>
    act("chrome_fill_or_select", { ref: refIn(outline, line), value });
  for (const [field, keep] of [
    [/In the open root/, /Keep open/],
    [/In the closed root/, /Keep closed/],
    [/In the near frame/, /Keep near/],
    [/In the far frame/, /Keep far/],
  ] as const) {
    await fill(field, `${/(open|closed|near|far)/.exec(field.source)?.[0]} ${who}`);
    await act("chrome_click_element", { ref: refIn(outline, keep) });
  }
  await fill(/Delivery/, "express");
  await fill(/A gift/, true);
  await fill(/Name/, `${who} Miller`);

  const picture = await client.callTool({ name: "chrome_screenshot", arguments: {} });
  expect(picture.content).toContainEqual(
    expect.objectContaining({ type: "image", mimeType: "image/jpeg" }),
  );
  await act("chrome_keyboard", { ref: refIn(outline, /Name/), keys: "Enter" });
  expect(await act("chrome_read_page", {})).toContain(`Thank you, ${who}`);
}

/**
 * The server is killed while an action of Ann's runs. It is not done again; Ann's client hears that
 * its outcome is unknown; and both go on with the MCP sessions they had.
 */
async function serverDiesInMidCall(
  server: ServerProcess,
  site: FormSite,
  annsClient: Client,
  bobsClient: Client,
): Promise<void> {
  const counted = site.nextCount("ann");
  // It outlasts the 2 s after which its answer becomes a stream that can be taken up again.
  const { promise: streaming, resolve: onResumable } = Promise.withResolvers<string>();
  const running = callTool(
    annsClient,
    "chrome_javascript",
    {
      code: `await fetch("${site.url}/count?who=ann"); await new Promise(() => {});`,
      timeoutMs: 60_000,
    },
    onResumable,
  );
  await counted;
  await streaming;
  await server.kill9();
  await server.restart();

  expect((await running).text).toStartWith("outcome_unknown");
  for (const client of [annsClient, bobsClient]) {
    await until("the browser to be back", async () =>
      (await callTool(client, "get_windows_and_tabs")).isError ? undefined : true,
    );
  }
  expect(site.counted("ann")).toBe(1);
}
