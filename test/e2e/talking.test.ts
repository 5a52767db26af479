import { expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { Talkers } from "../voice/talkers.ts";
import { startFormSite } from "./form-site.ts";
import { Person } from "./person.ts";

setDefaultTimeout(120_000);

const tokenSchema = z.object({ url: z.string(), token: z.string() });

test("somebody talks to their own Chromium: it opens and fills what they say, and sends it after a yes", async () => {
  await using server = await ServerProcess.start();
  await using site = startFormSite();
  await using _person = await Person.arrive(server.url);
  const response = await fetch(`${server.url}/api/voice/token`, { method: "POST" });
  const { url, token } = tokenSchema.parse(await response.json());
  await using talkers = new Talkers();
  await using ann = await talkers.join(url, token);
  await ann.withAgent();

  await ann.ask(`open ${site.formOf("ann")}`);
  await ann.ask("fill name with Ann Smith");
  expect(await ann.ask("click send it")).toEndWith("Shall I?");
  expect(site.submissions).toEqual([]);
  await ann.ask("yes");

  expect(await until("the form", () => site.submissions[0])).toMatchObject({
    person: "ann",
    fields: { name: "Ann Smith" },
  });
});
