import { expect, test } from "bun:test";
import { badgeOf } from "../../src/extension/badge.ts";
import { guessBrowserName } from "../../src/extension/browser-name.ts";
import type { ConnectionState } from "../../src/extension/connection-state.ts";
import { NO_RULES } from "../../src/extension/policy/site-rules.ts";
import { statusWords } from "../../src/extension/cards/status-words.ts";
import { isNewer } from "../../src/extension/version-order.ts";
import { sessionInfo } from "./fakes.ts";

const serverUrl = "http://localhost:3001";

function connected(): ConnectionState {
  const session = sessionInfo();
  if (session.type !== "session_info") throw new Error("It is not a session.");
  return { state: "connected", serverUrl, session, sinceMs: 0 };
}

test("the icon is quiet while all is well, and says the rest in a sign and in words", () => {
  const stop = { code: "revoked" };
  const states: [ConnectionState, boolean, number, boolean?][] = [
    [connected(), false, 0],
    [connected(), false, 3, true],
    [connected(), false, 3],
    [connected(), true, 0],
    [{ state: "waiting", serverUrl, untilMs: 0, trouble: { why: "lost" } }, false, 0],
    [{ state: "connecting", serverUrl, trouble: { why: "lost" } }, false, 0],
    [{ state: "connecting", serverUrl }, false, 0],
    [{ state: "stopped", serverUrl, stop }, true, 0],
    [{ state: "off", serverUrl }, false, 0],
  ];
  const badges = states.map(([state, paused, running, asked]) =>
    badgeOf(state, paused, running, { asked: asked ?? false, hears: false }),
  );
  expect(badges.map(({ text }) => text)).toEqual(["", "?", "3", "II", "!", "!", "…", "!", "!"]);
  expect(badges[2]?.title).toContain("Connected to localhost:3001, working on 3 calls");
  expect(badges[3]?.title).toContain("Paused");
});

test("the icon shows an open microphone, in words also where another sign is more urgent", () => {
  const hears = { asked: false, hears: true };
  const quiet = badgeOf(connected(), false, 0, hears);
  expect(quiet.text).toBe("●");
  const lost = badgeOf(
    { state: "waiting", serverUrl, untilMs: 0, trouble: { why: "lost" } },
    false,
    0,
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
