import { expect, test } from "bun:test";
import { badgeOf } from "../../src/extension/badge.ts";
import { guessBrowserName } from "../../src/extension/browser-name.ts";
import type { ConnectionState } from "../../src/extension/connection-state.ts";
import { NO_RULES } from "../../src/extension/policy/site-rules.ts";
import { statusWords } from "../../src/extension/cards/status-words.ts";
import { isNewer } from "../../src/extension/version-order.ts";
import { sessionInfo } from "./fakes.ts";

const serverUrl = "http://localhost:3001";
const QUIET = { paused: false, running: 0, asked: false, taken: 0, hears: false };

function connected(): ConnectionState {
  const session = sessionInfo();
  if (session.type !== "session_info") throw new Error("It is not a session.");
  return { state: "connected", serverUrl, session, sinceMs: 0 };
}

test("the icon is quiet while all is well, and says the rest in a sign and in words", () => {
  const stop = { code: "revoked" };
  const badgeIn = (state: ConnectionState, moment = {}) => badgeOf(state, { ...QUIET, ...moment });
  const working = badgeIn(connected(), { running: 3 });
  expect(working.title).toContain("Connected to localhost:3001, working on 3 calls");
  const paused = badgeIn(connected(), { paused: true, taken: 1 });
  expect(paused.title).toContain("Paused");
  const held = badgeIn(connected(), { running: 3, taken: 2 });
  expect(held.title).toContain("You have taken over 2 tabs");
  const badges = [
    badgeIn(connected()),
    badgeIn(connected(), { running: 3, taken: 1, asked: true }),
    working,
    paused,
    held,
    badgeIn({ state: "waiting", serverUrl, untilMs: 0, trouble: { why: "lost" } }),
    badgeIn({ state: "connecting", serverUrl, trouble: { why: "lost" } }),
    badgeIn({ state: "connecting", serverUrl }),
    badgeIn({ state: "stopped", serverUrl, stop }, { paused: true }),
    badgeIn({ state: "off", serverUrl }),
  ];
  const signs = badges.map(({ text }) => text);
  expect(signs).toEqual(["", "?", "3", "II", "✋", "!", "!", "…", "!", "!"]);
});

test("the icon shows an open microphone, in words also where another sign is more urgent", () => {
  const hears = { ...QUIET, hears: true };
  const quiet = badgeOf(connected(), hears);
  expect(quiet.text).toBe("●");
  const lost = badgeOf(
    { state: "waiting", serverUrl, untilMs: 0, trouble: { why: "lost" } },
    hears,
  );
  expect(lost.text).toBe("!");
  for (const { title } of [quiet, lost]) expect(title).toEndWith("your microphone is on");
});

test("the popup tells a refusal in our words and in the server's", () => {
  const view = {
    serverUrl,
    label: "",
    paused: false,
    running: 0,
    version: "0.1.0",
    sites: NO_RULES,
    switchedOff: [],
    framesTabs: true,
    openQuestions: [],
    takenTabs: [],
    questions: [],
    wishes: [],
    log: [],
  };
  const words = (code: string, message?: string) =>
    statusWords({
      ...view,
      connection: {
        state: "stopped",
        serverUrl,
        stop: { code, ...(message === undefined ? {} : { message }) },
      },
    }).lines;
  expect(words("revoked")).toEqual(["The server has withdrawn this browser's access."]);
  expect(words("something_new", "Moved away.")).toEqual([
    "The server asked this browser to stay away.",
    "The server says: Moved away.",
  ]);
});

test("a version is newer by its numbers, not by its letters", () => {
  expect(isNewer("0.10.0", "0.9.1")).toBe(true);
  expect(isNewer("1.0", "1.0.0")).toBe(false);
  expect(isNewer("0.1.0", "0.2.0")).toBe(false);
});

test("the name is guessed from what Chrome says of itself", () => {
  const brands = [{ brand: "Not A;Brand" }, { brand: "Chromium" }, { brand: "Google Chrome" }];
  expect(guessBrowserName({ brands, platform: "macOS" })).toBe("Chrome on macOS");
  const place = { profile: "work", machine: "ann-laptop" };
  expect(guessBrowserName({ brands, platform: "macOS" }, place)).toBe(
    "Chrome (work) on ann-laptop",
  );
  expect(guessBrowserName(undefined)).toBe("Chrome");
});
