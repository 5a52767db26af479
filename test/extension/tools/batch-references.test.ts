import { expect, test } from "bun:test";
import { withAnswers } from "../../../src/extension/tools/batch-references.ts";

const answers = new Map<string, unknown>([
  ["found", { total: 2, matches: [{ ref: "e1", name: "Save" }, { ref: "e2" }] }],
  ["page", { tabId: 7, url: "https://a.example/", title: "A" }],
  ["failed", undefined],
]);

test.each<[unknown, unknown]>([
  ["$page.tabId", 7],
  ["$found.matches", [{ ref: "e1", name: "Save" }, { ref: "e2" }]],
  ["$found.matches.1.ref", "e2"],
  ["$found.ref", "e1"],
  ["at $page.url?n=$found.total", "at https://a.example/?n=2"],
  [
    { fields: [{ ref: "$found.ref", deep: ["$page.title"] }] },
    { fields: [{ ref: "e1", deep: ["A"] }] },
  ],
  ["$5.00 or $other.name or $page", "$5.00 or $other.name or $page"],
  [12, 12],
  [null, null],
])("%j becomes %j", (args, meant) => {
  expect(withAnswers(args, answers)).toEqual({ ok: true, value: meant });
});

test.each([
  "$failed.ref",
  "see $failed.ref",
  "$page.nothing",
  "$found.matches.9.ref",
  "$page.__proto__.x",
])("%s names something that there is not", (text) => {
  expect(withAnswers({ text }, answers)).toMatchObject({
    failure: { code: "invalid_arguments", message: expect.stringContaining("$") },
  });
});
