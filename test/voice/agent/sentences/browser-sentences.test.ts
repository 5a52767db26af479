import { expect, test } from "bun:test";
import { whichBrowser } from "../../../../src/voice/agent/sentences/browser-sentences.ts";
import { candidatesOf } from "../../../../src/voice/agent/sentences/candidates.ts";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { commandOf } from "../../../support/understood.ts";

const WORK = { browserId: "session_a", name: "Work on laptop", selected: true };
const HOME = { browserId: "session_b", name: "Home", selected: false };
const PHONE = { browserId: "session_c", name: "Home theatre", selected: false };

test("one of several browsers is chosen by its name, and what is said is then for that", () => {
  const two = shopScene({ browsers: [WORK, HOME] });
  for (const said of ["use my home browser", "switch to the home browser", "use home"]) {
    expect(commandOf(said, two).steps).toEqual([
      { tool: "chrome_select_browser", args: { browserId: "session_b" } },
    ]);
  }
  expect(commandOf("use my other browser", two).undo).toEqual([
    { tool: "chrome_select_browser", args: { browserId: "session_a" } },
  ]);
  expect(commandOf("which browser is this", two).answer([])).toBe(
    "This is Work on laptop. You have Work on laptop and Home.",
  );
  expect(commandOf("use my school browser", two)).toMatchObject({ steps: [] });
  expect(understand("use umbrellas", two)).toEqual({ kind: "unknown" });
});

test("a browser's name that several have is asked for, and chosen by name or place", () => {
  const three = shopScene({ browsers: [WORK, HOME, PHONE] });
  const asked = understand("use my other browser", three);
  expect(asked).toMatchObject({
    kind: "which",
    question: "You have 2 browsers: Home and Home theatre. Which one?",
  });
  if (asked.kind !== "which") return;
  const asking = { ...three, pending: asked.pending };
  for (const said of ["the second one", "home theatre", "the home theatre browser", "theatre"]) {
    expect(commandOf(said, asking).steps[0]?.args).toEqual({ browserId: "session_c" });
  }
  expect(commandOf("scroll down", asking).steps[0]?.tool).toBe("chrome_scroll");
});

test("the browsers are listened for by name and by word while there are several", () => {
  const two = candidatesOf(shopScene({ browsers: [WORK, HOME] }));
  expect(two.browser).toEqual(["Work on laptop", "Work", "laptop", "Home"]);
  expect(candidatesOf(shopScene({ browsers: [WORK] })).browser).toEqual([]);
  const asked = whichBrowser([WORK, HOME]);
  const asking = candidatesOf(shopScene({ browsers: [WORK, HOME], pending: asked.pending }));
  expect(asking.answer).toEqual(expect.arrayContaining(["laptop", "Home", "second"]));
});
