import { join } from "node:path";
import { expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { buildExecutable } from "../../src/build/executable.ts";
import { emptyFolder } from "../support/empty-folder.ts";
import { FROM_SOURCES, ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { type Talker, Talkers } from "../voice/talkers.ts";
import { startFormSite } from "./form-site.ts";
import { Person } from "./person.ts";

setDefaultTimeout(180_000);

const tokenSchema = z.object({ url: z.string(), token: z.string() });

test("somebody talks to their own Chromium: it opens and fills what they type, and sends it when they say so", async () => {
  await talkingStory(FROM_SOURCES);
});

test("the same with the executable, from an empty folder", async () => {
  await using folder = await emptyFolder();
  await talkingStory([await buildExecutable(join(folder.path, "chrome-mcp-remote-server"))]);
});

async function talkingStory(command: readonly string[]): Promise<void> {
  await using server = await ServerProcess.start(command);
  await using site = startFormSite();
  await using _person = await Person.arrive(server.url);
  const response = await fetch(`${server.url}/api/voice/token`, { method: "POST" });
  const { url, token } = tokenSchema.parse(await response.json());
  await using talkers = new Talkers();
  await using ann = await talkers.join(url, token);
  await ann.withAgent();

  await ann.ask(`open ${site.formOf("ann")}`);
  await ann.ask("fill name with Ann Smith");
  speak(ann, "press_enter.af");
  await until("the question", () => ann.answers.find((answer) => answer.endsWith("Shall I?")));
  expect(ann.sounds).toBeGreaterThan(0);
  expect(site.submissions).toEqual([]);
  speak(ann, "yes.am");

  expect(await until("the form", () => site.submissions[0])).toMatchObject({
    person: "ann",
    fields: { name: "Ann Smith" },
  });
}

function speak(talker: Talker, recording: string): void {
  talker.speak(join(import.meta.dir, `../support/speech/${recording}.wav`));
}
