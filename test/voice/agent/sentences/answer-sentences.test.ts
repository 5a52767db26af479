import { expect, test } from "bun:test";
import type { Question } from "../../../../src/protocol/question.ts";
import type { Pending, Scene } from "../../../../src/voice/agent/ears.ts";
import { candidatesOf } from "../../../../src/voice/agent/sentences/candidates.ts";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { clientQuestion } from "../../../support/client-question.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { meaningOf } from "../../../support/understood.ts";

const CHOICES = ["Red", "Dark green", "Cancel", "Stop the order", "Pay 20 €", "👍"];

function asked(question: Partial<Question>, more: Partial<Scene> = {}): Scene {
  return { ...shopScene(), question: clientQuestion(question), ...more };
}

/** What the client would be told; `declined`, or else what the sentence is. */
function answerOf(text: string, scene: Scene): string {
  const meaning = understand(text, scene);
  if (meaning.kind === "answer") return meaning.answer ?? "declined";
  return meaning.kind === "control" ? `control ${meaning.word}` : `a ${meaning.kind}`;
}

test.each<[kind: Question["kind"], said: string, answer: string]>([
  ["confirm", "Yes.", "yes"],
  ["confirm", "Okay", "yes"],
  ["confirm", "No, thanks", "no"],
  ["confirm", "The answer is no.", "no"],
  ["confirm", "cancel", "declined"],
  ["confirm", "No answer.", "declined"],
  ["confirm", "the weather is nice", "a unknown"],
  ["takeover", "I'm done", "done"],
  ["takeover", "done.", "done"],
  ["takeover", "yes", "done"],
  ["takeover", "not now", "declined"],
  ["choice", "red", "Red"],
  ["choice", "Red, please.", "Red"],
  ["choice", "The dark green one", "Dark green"],
  ["choice", "green", "Dark green"],
  ["choice", "take the second one", "Dark green"],
  ["choice", "the last one", "👍"],
  ["choice", "The answer is 👍", "👍"],
  ["choice", "pay twenty", "Pay 20 €"],
  ["choice", "cancel", "Cancel"],
  ["choice", "no answer", "declined"],
  ["choice", "stop", "control stop"],
  ["choice", "the answer is stop the order", "Stop the order"],
  ["choice", "the ninth one", "a unknown"],
  ["text", "Blue with white dots.", "Blue with white dots."],
  ["text", "yes", "yes"],
  ["text", "the answer is scroll down", "scroll down"],
  ["text", "never mind", "declined"],
  ["text", "stop", "control stop"],
  ["text", "click the moon", "a heard"],
])("to a question of kind %s, %j is %s", (kind, said, answer) => {
  expect(answerOf(said, asked({ kind, choices: kind === "choice" ? CHOICES : [] }))).toBe(answer);
});

test.each(["confirm", "choice", "text", "takeover"] as const)(
  "commands are commands while a question of kind %s is open",
  (kind) => {
    const scene = asked({ kind, choices: CHOICES });
    for (const said of ["scroll down", "click sign in", "open example.com", "help", "undo"]) {
      expect(meaningOf(said, scene)).toEqual(meaningOf(said, shopScene()));
    }
  },
);

test("a choice that several fit is not guessed", () => {
  const scene = asked({ kind: "choice", choices: ["Red wine", "Red beer"] });
  expect(answerOf("red", scene)).toBe("a unknown");
  expect(answerOf("red beer", scene)).toBe("Red beer");
});

test("yes is for what the agent asks itself, before it is for a client", () => {
  const command = { sentence: "click pay", steps: [], answer: () => "" };
  const pending: Pending[] = [
    { kind: "confirm", command },
    { kind: "answer", answer: "blue" },
  ];
  for (const one of pending) {
    expect(answerOf("yes", asked({}, { pending: one }))).toBe("control yes");
    expect(answerOf("no", asked({ kind: "text" }, { pending: one }))).toBe("control no");
  }
});

test("while somebody dictates, what is no clear answer is typed", () => {
  const dictating = { dictating: true };
  expect(answerOf("yes", asked({}, dictating))).toBe("yes");
  expect(answerOf("red", asked({ kind: "choice", choices: ["Red"] }, dictating))).toBe("Red");
  expect(answerOf("Blue dots", asked({ kind: "text" }, dictating))).toBe("a command");
  expect(answerOf("the answer is blue", asked({ kind: "text" }, dictating))).toBe("blue");
});

test("without a question nothing is an answer", () => {
  for (const said of ["red", "the answer is red", "no answer", "done", "the second one please"]) {
    expect(understand(said, shopScene()).kind).not.toBe("answer");
  }
  expect(answerOf("cancel", shopScene())).toBe("control stop");
});

test("the choices are listened for while the question is open, and no longer", () => {
  const scene = shopScene();
  const question = clientQuestion({ kind: "choice", choices: ["Red", "Dark green"] });
  const open = candidatesOf({ ...scene, question });
  expect(open.answer).toEqual(expect.arrayContaining(["Red", "Dark green", "second"]));
  expect(open.answer).not.toContain("third");
  expect(candidatesOf({ ...scene, question: undefined }).answer).toEqual([]);
});
