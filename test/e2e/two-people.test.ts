import { test } from "bun:test";
import { FROM_SOURCES } from "../support/server-process.ts";
import { twoPeopleStory } from "./two-people-story.ts";

test("two people drive their own Chromium through one server, and go on after everything that breaks", async () => {
  await twoPeopleStory(FROM_SOURCES);
}, 120_000);
