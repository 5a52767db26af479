import { expect, test } from "bun:test";
import { fail } from "../../../src/protocol/failure.ts";
import type { VoiceToolAnswer } from "../../../src/voice/agent/host-line.ts";
import { LOOKS, conversing } from "./conversing.ts";

function windows(...tabIds: number[]): VoiceToolAnswer {
  const tabs = tabIds.map((tabId, index) => ({
    tabId,
    title: `Tab ${tabId}`,
    url: "http://shop.test/",
    active: index === 0,
    index,
    status: "complete",
  }));
  return { ok: true, data: { windows: [{ windowId: 1, focused: true, tabs }] } };
}

test("the tab that is in front now is meant, also when the person has just changed it by hand", async () => {
  const ann = conversing();
  ann.answers["get_windows_and_tabs"] = windows(1, 2);
  await ann.scene.refresh();
  ann.answers["get_windows_and_tabs"] = windows(2, 1);
  ann.scene.changed();
  await ann.say("close this tab");
  expect(ann.calls).toEqual([{ tool: "chrome_close_tabs", args: { tabIds: [2] } }]);
});

test("without a browser that is said, and not that nothing was understood", async () => {
  const ann = conversing();
  const away = fail("no_browser", "No browser of yours is connected. Call chrome_list_browsers.");
  for (const tool of [...LOOKS, "chrome_scroll"]) ann.answers[tool] = away;
  for (const said of ["click sign in", "show numbers", "scroll down"]) {
    expect(await ann.say(said)).toMatchObject({ text: "No browser of yours is connected." });
  }
  expect(await ann.say("the weather is nice")).toEqual({ kind: "unknown" });
});

function browsers(selected?: string): VoiceToolAnswer {
  const listed = ["Work", "Home"].map((name) => ({
    browserId: `session_${name}`,
    userId: "user_1_ann",
    name,
    state: "connected",
    selected: name === selected,
  }));
  return { ok: true, data: { browsers: listed } };
}

test("with several browsers it is asked which one, and then done in that one", async () => {
  const ann = conversing();
  ann.answers["chrome_list_browsers"] = browsers();
  expect(await ann.say("scroll down")).toMatchObject({
    text: "You have 2 browsers: Work and Home. Which one?",
  });
  expect(ann.calls).toEqual([]);

  ann.answers["chrome_list_browsers"] = browsers("Home");
  expect(await ann.say("the home one")).toMatchObject({ text: "Using Home." });
  expect(ann.calls.map(({ tool }) => tool)).toEqual(["chrome_select_browser", "chrome_scroll"]);
  expect(ann.calls[0]?.args).toEqual({ browserId: "session_Home" });
  await ann.say("scroll up");
  expect(ann.calls).toHaveLength(3);
});

test("stop also ends what still waits for a look at the page", async () => {
  const ann = conversing();
  const look = Promise.withResolvers<void>();
  ann.looking = look.promise;
  const click = ann.say("click sign in");
  expect(await ann.say("stop")).toMatchObject({ text: "Stopped." });
  look.resolve();
  expect(await click).toMatchObject({ text: "" });
  expect(ann.calls).toEqual([]);
});
