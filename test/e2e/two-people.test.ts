import { join } from "node:path";
import { test } from "bun:test";
import { buildExecutable } from "../../src/build/executable.ts";
import { emptyFolder } from "../support/empty-folder.ts";
import { FROM_SOURCES } from "../support/server-process.ts";
import { twoPeopleStory } from "./two-people-story.ts";

test("two people drive their own Chromium through one server, and go on after everything that breaks", async () => {
  await twoPeopleStory(FROM_SOURCES);
}, 120_000);

test("the same with the executable, from an empty folder", async () => {
  await using folder = await emptyFolder();
  await twoPeopleStory([await buildExecutable(join(folder.path, "chrome-mcp-remote-server"))]);
}, 180_000);
