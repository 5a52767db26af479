import { expect, test } from "bun:test";
import { shopScene } from "../../../support/shop-scene.ts";
import { commandOf } from "../../../support/understood.ts";

const scene = shopScene();

test("a line break is typed so that an editor does not send what is written", () => {
  const { steps, typed } = commandOf("type dear Ann comma new paragraph see you at nine");
  expect(steps.map(({ args }) => args["text"] ?? args["keys"])).toEqual([
    "dear Ann,",
    "Shift+Enter Shift+Enter",
    "See you at nine",
  ]);
  expect(typed).toBe("dear Ann,\n\nSee you at nine");
});

test("a line break in a field of one line submits as Enter does", () => {
  const password = { ref: "e200", role: "textbox", name: "Password", number: 151 };
  const signingIn = shopScene({ controls: [...scene.controls, password] });
  for (const said of ["new line", "type secret new line"]) {
    expect(commandOf(said, signingIn).risk).toContain("Enter");
    expect(commandOf(said).risk).toBeUndefined();
  }
});
