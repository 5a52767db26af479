import { expect, test } from "bun:test";
import { type OpenQuestion, OpenQuestions } from "../../../src/extension/person/open-questions.ts";

const asked = { client: "ann", tabId: 1, kind: "text", question: "Which?", options: [] } as const;

test("a question is answered once, from wherever its id is known", async () => {
  const questions = new OpenQuestions();
  using open = questions.open(asked);
  const { id } = open.question;
  expect(questions.all).toEqual([{ id, ...asked }]);
  expect(questions.answer(id, "this one")).toBe(true);
  expect(questions.answer(id, "that one")).toBe(false);
  expect(await open.answered).toBe("this one");
  expect(questions.all).toEqual([]);
});

test("whoever listens is told when a question opens and when it is over, however it ends", () => {
  const questions = new OpenQuestions();
  const heard: [OpenQuestion["question"], boolean][] = [];
  const stop = questions.listen(({ question }, isOpen) => heard.push([question, isOpen]));
  {
    using _open = questions.open(asked);
  }
  using answered = questions.open(asked);
  questions.answer(answered.question.id, undefined);
  expect(heard).toEqual([
    ["Which?", true],
    ["Which?", false],
    ["Which?", true],
    ["Which?", false],
  ]);
  stop();
  using _unheard = questions.open(asked);
  expect(heard).toHaveLength(4);
});
