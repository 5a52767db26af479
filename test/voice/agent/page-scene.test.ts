import { expect, test } from "bun:test";
import { controlsOf } from "../../../src/voice/agent/page-scene.ts";

test("controls are numbered in the order of the page, and a select says what it offers", () => {
  const outline = `form "Order"
  textbox "Email" [ref=e1] value="ann@example.com" required
  combobox "Delivery" [ref=e2] value="Standard" options="Standard | Express delivery" required
  button "Pay" [ref=e3] · link "Back" [ref=f2e4] /cart`;
  expect(controlsOf(outline)).toEqual([
    { ref: "e1", role: "textbox", name: "Email", number: 1 },
    {
      ref: "e2",
      role: "combobox",
      name: "Delivery",
      number: 2,
      options: ["Standard", "Express delivery"],
    },
    { ref: "e3", role: "button", name: "Pay", number: 3 },
    { ref: "f2e4", role: "link", name: "Back", number: 4 },
  ]);
});
