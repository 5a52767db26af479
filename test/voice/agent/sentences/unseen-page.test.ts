import { expect, test } from "bun:test";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { commandOf } from "../../../support/understood.ts";

test("where nothing of the page is known, the reason is said in place of what is not understood", () => {
  const unseen = "Chrome lets no extension into this page.";
  const shut = { page: undefined, controls: [], unseen };
  for (const said of ["click sign in", "show numbers", "what can I click", "where am I"]) {
    const { steps, answer } = commandOf(said, shopScene(shut));
    expect([steps, answer([])]).toEqual([[], unseen]);
  }
  expect(understand("my sister lives in Boston", shopScene(shut))).toEqual({ kind: "unknown" });
  expect(commandOf("show numbers", shopScene({ controls: [] })).answer([])).toBe(
    "There is nothing to click on this page.",
  );
});
