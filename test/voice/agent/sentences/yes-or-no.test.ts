import { expect, test } from "bun:test";
import { yesOrNoIn } from "../../../../src/voice/agent/sentences/yes-or-no.ts";

test.each([
  "Shall I send it?",
  "It is sent. Anything else?",
  "Shall I open example.com?",
  "Do you want me to find out what it costs?",
  "It costs 9.90: shall I book it, yes or not?",
  "He asked “really?” Shall I answer him?",
  "Want to see it? ",
])("yes or no answers %p", (said) => {
  expect(yesOrNoIn(said)).toMatch(/\?$/);
});

test.each([
  "",
  "It is sent.",
  "Shall I? Say so, please.",
  "Which page do you want to see now?",
  "The first train goes at nine, what do you want to do?",
  "And at what time?",
  "Shall I take the first or the second?",
])("yes or no does not answer %p", (said) => {
  expect(yesOrNoIn(said)).toBeUndefined();
});

test("of a long answer only the question is told", () => {
  expect(yesOrNoIn("It goes at 9.05 and costs 12. Shall I book it?")).toBe("Shall I book it?");
});
