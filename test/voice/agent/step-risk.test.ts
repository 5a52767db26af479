import { expect, test } from "bun:test";
import { riskOfStep } from "../../../src/voice/agent/step-risk.ts";
import type { ToolName } from "../../../src/tools/catalogue.ts";
import { shopScene } from "../../support/shop-scene.ts";

const PAY = { ref: "e13", role: "button", name: "Pay now", number: 1 };
const SEARCH = { ref: "e7", role: "textbox", name: "Search", number: 2 };
const page = { url: "https://shop.test/all", title: "Chairs" };
const shop = shopScene({ page, controls: [PAY, SEARCH] });
const library = shopScene({ page, controls: [SEARCH] });

test.each<[tool: ToolName, args: Record<string, unknown>]>([
  ["chrome_click_element", { ref: "e13" }],
  ["chrome_click_element", { selector: "button" }],
  ["chrome_keyboard", { keys: "Enter" }],
  ["chrome_keyboard", { keys: "Tab enter" }],
  ["chrome_keyboard", { keys: "Tab,Return" }],
  ["chrome_keyboard", { keys: "hello\nBob" }],
  ["chrome_keyboard", { ref: "e13", keys: "Space" }],
  ["chrome_fill_or_select", { ref: "e7", value: "lamp", submit: true }],
  ["chrome_fill_or_select", { ref: "e7", value: "lamp\n", slowly: true }],
  ["chrome_fill_form", { fields: [{ ref: "e7", value: "lamp" }], submit: true }],
  ["chrome_handle_dialog", { action: "accept" }],
])("where something can be bought, a language model waits for a yes to %s %j", (tool, args) => {
  expect(riskOfStep({ tool, args }, shop)).toContain("Shall I");
});

test.each<[tool: ToolName, args: Record<string, unknown>]>([
  ["chrome_click_element", { ref: "e7" }],
  ["chrome_keyboard", { keys: "Tab" }],
  ["chrome_keyboard", { keys: "Enter" }],
  ["chrome_fill_form", { fields: [], submit: true }],
  ["chrome_handle_dialog", { action: "dismiss" }],
  ["chrome_scroll", { direction: "down" }],
])("where nothing can be, it does %s %j at once", (tool, args) => {
  expect(riskOfStep({ tool, args }, library)).toBeUndefined();
});
