import { expect, test } from "bun:test";
import { regularExpression } from "../../../src/extension/tools/regular-expression.ts";

const parse = (source: string) => regularExpression(source, "i", "regex");

test.each([
  "^Order \\d{3}(-\\d{2})?$",
  "(?:\\d{3}-)+\\d{2}",
  "(error|warning): .*",
  "(?=.*total)(?=.*paid)",
  "price \\(.+\\)+",
  "[(a+)]+",
  "(?<year>\\d{4})-(?<month>\\d{2})",
])("%s is an expression", (source) => {
  expect(parse(source)).toEqual({ ok: true, value: new RegExp(source, "i") });
});

test.each(["(a+)+$", "((a+))+", "(?:a|aa)*b", "((\\w+)\\s?)*!", "(\\d{1,9},?){2,}", "(x(y*)z)+"])(
  "%s could go on for years, and is refused",
  (source) => {
    expect(parse(source)).toMatchObject({ ok: false, failure: { code: "invalid_arguments" } });
  },
);

test("what is none is told how to become one", () => {
  expect(parse("total (")).toMatchObject({
    ok: false,
    failure: {
      code: "invalid_arguments",
      message:
        "regex is no regular expression. Put a backslash before ( ) [ ] . * + ? that you mean.",
    },
  });
});
