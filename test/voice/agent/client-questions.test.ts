import { expect, test } from "bun:test";
import { ClientQuestions, type Speaking } from "../../../src/voice/agent/client-questions.ts";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { clientQuestion } from "../../support/client-question.ts";

const YES = { kind: "confirm", command: { sentence: "", steps: [], answer: () => "" } } as const;

/** The questions of one room, and what is said of them. */
function room() {
  const scene = new PageScene(async () => ({ ok: true, data: {} }));
  const said: string[] = [];
  const spoken: { interrupted: boolean }[] = [];
  const speak = (text: string): Speaking => {
    const speech = {
      interrupted: false,
      interrupt() {
        speech.interrupted = true;
      },
    };
    said.push(text);
    spoken.push(speech);
    return speech;
  };
  let changes = 0;
  const questions = new ClientQuestions({ scene, speak, changed: () => (changes += 1) });
  return { scene, said, spoken, questions, changes: () => changes };
}

const first = clientQuestion({ kind: "choice", text: "Which colour?", choices: ["Red", "Green"] });
const second = clientQuestion({ text: "Sure" });

test("questions are asked with what can be said, one after the other", () => {
  const { questions, said, scene } = room();
  questions.personCame();
  questions.opened(first);
  questions.opened(second);
  expect(said).toEqual(["Claude asks: Which colour? You can say Red, Green, or no answer."]);
  expect(scene.question).toBe(first);

  questions.answered(first.id);
  questions.next();
  questions.closed(first.id);
  expect(said.slice(1)).toEqual(["Claude asks: Sure. You can say yes, no, or no answer."]);
  expect(scene.question).toBe(second);
});

test("a question that was answered elsewhere is broken off, and the next one asked", () => {
  const { questions, said, spoken, scene, changes } = room();
  questions.personCame();
  questions.opened(first);
  scene.pending = { kind: "answer", answer: "red" };
  questions.closed(first.id);
  expect(spoken[0]?.interrupted).toBe(true);
  expect(scene).toMatchObject({ question: undefined, pending: undefined });
  expect(changes()).toBe(2);

  questions.opened(second);
  questions.opened(first);
  questions.closed(first.id);
  expect(scene.question).toBe(second);
  expect(said).toHaveLength(2);
});

test("who is not there is asked when they come, and again when they come back", () => {
  const { questions, said } = room();
  questions.opened(second);
  expect(said).toEqual([]);
  questions.personCame();
  expect(said).toHaveLength(1);
  questions.personLeft();
  questions.personCame();
  expect(said).toHaveLength(2);
});

test("what the agent asks itself comes first", () => {
  const { questions, said, scene } = room();
  questions.personCame();
  scene.pending = YES;
  questions.opened(second);
  expect([said.length, scene.question]).toEqual([0, undefined]);
  scene.pending = undefined;
  questions.next();
  expect(scene.question).toBe(second);
});

test("a question that was talked over is asked once more, unless the person wants quiet", () => {
  const { questions, said, spoken } = room();
  questions.personCame();
  questions.opened(second);
  questions.next();
  expect(said).toHaveLength(1);
  for (const speech of spoken) speech.interrupted = true;
  questions.next();
  for (const speech of spoken) speech.interrupted = true;
  questions.next();
  expect(said).toHaveLength(2);

  questions.closed(second.id);
  questions.opened(first);
  for (const speech of spoken) speech.interrupted = true;
  questions.hush();
  questions.next();
  expect(said).toHaveLength(3);
});
