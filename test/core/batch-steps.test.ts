import { expect, test } from "bun:test";
import { checkSteps } from "../../src/core/batch-steps.ts";
import { fail, succeed } from "../../src/protocol/failure.ts";

const check = (steps: object[], more: object = {}) =>
  checkSteps({ steps, ...more }, ({ name }) =>
    name === "chrome_javascript" ? fail("blocked_by_policy", "Switched off.") : succeed(null),
  );

test("[CT6] steps that could be called by themselves pass, with notes on what is ignored", () => {
  expect(check([{ tool: "get_windows_and_tabs", args: { colour: 1 } }])).toEqual(
    succeed(['Step 1: Ignored, not known to get_windows_and_tabs: "colour".']),
  );
});

test.each<[string, object, string, string]>([
  ["an unknown tool", { tool: "chrome_dance" }, "invalid_arguments", "no tool of this name"],
  ["a batch", { tool: "chrome_batch", args: { steps: [] } }, "invalid_arguments", "by itself"],
  ["a tool of the server", { tool: "chrome_health" }, "invalid_arguments", "by itself"],
  ["a tool that is switched off", { tool: "chrome_javascript" }, "blocked_by_policy", "off"],
  ["wrong arguments", { tool: "chrome_keyboard" }, "invalid_arguments", "keys is missing"],
  [
    "another browser",
    { tool: "chrome_read_page", args: { browserId: "b2" } },
    "invalid_arguments",
    "one browser",
  ],
])("[CT6] %s as a step refuses the whole batch before anything is done", (_, step, code, words) => {
  const refused = check([{ tool: "chrome_read_page" }, step], { browserId: "b1" });
  expect(refused).toMatchObject({ ok: false, failure: { code } });
  const message = refused.ok ? "" : refused.failure.message;
  expect(message).toStartWith("Step 2: ");
  expect(message).toContain(words);
  expect(message).toEndWith("Nothing was done.");
});

test("[CT6] two steps may not have one name; arguments that wait for an earlier step are read later", () => {
  const named = { tool: "chrome_find", args: { text: "a" }, as: "found" };
  expect(check([named, named])).toMatchObject({ failure: { code: "invalid_arguments" } });
  const later = { tool: "chrome_keyboard", args: { ref: "$found.ref" } };
  expect(check([named, later])).toEqual(succeed([]));
});
