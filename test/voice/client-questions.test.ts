import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { SessionManager } from "../../src/core/session-manager.ts";
import type { Question } from "../../src/protocol/question.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { clientQuestion } from "../support/client-question.ts";
import { connectFake } from "../support/fake-browser.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { until } from "../support/until.ts";
import { REAL_THREAD, type Stage, openVoice, setStage } from "./open-voice.ts";
import type { Talker } from "./talkers.ts";

/** The model is loaded, and sentences take as long as they take to say. */
setDefaultTimeout(60_000);

let stage: Stage;
let house: ReturnType<typeof openVoice>;
const sessions = new SessionManager(new MemorySessionStore(), new QuietLogger());

beforeAll(async () => {
  stage = await setStage();
  house = openVoice(stage, {}, { program: REAL_THREAD });
  await house.on();
});

beforeEach(() => house.tools.forget());

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

/** Somebody with a browser, in which clients ask. */
async function personWithBrowser(user: string) {
  const { session, connection, link } = await connectFake(sessions, 0, { user });
  const { userId } = session.record;
  return {
    userId,
    ask(more: Partial<Question>): Question {
      const question = clientQuestion(more);
      house.questions.opened(session, connection, question);
      return question;
    },
    answeredElsewhere: ({ id }: Question) => house.questions.closed(connection.id, id),
    /** What the browser was told. */
    answer: ({ id }: Question) =>
      until("the answer", () =>
        link.frames.find((frame) => frame.type === "answer_question" && frame.id === id),
      ),
  };
}

function says(talker: Talker, text: string) {
  return until(text, () => talker.answers.find((answer) => answer.includes(text)));
}

function speech(name: string): string {
  return join(import.meta.dir, `../support/speech/${name}.wav`);
}

test("a client's question is asked in the room of its user alone, and the answer goes to the browser", async () => {
  const [anns, bobs] = [await personWithBrowser("ann"), await personWithBrowser("bob")];
  await using ann = await house.talker(anns.userId);
  await using bob = await house.talker(bobs.userId);
  await Promise.all([ann.withAgent(), bob.withAgent()]);

  const question = anns.ask({ kind: "choice", text: "Which colour?", choices: ["Red", "Green"] });
  await says(ann, "Claude asks: Which colour? You can say Red, Green, or no answer.");
  expect(await ann.ask("open example.com")).toContain("Opening");
  expect(await bob.ask("green")).toStartWith("I did not understand.");
  ann.write("the second one");
  await says(ann, "I told Claude: Green.");

  expect(await anns.answer(question)).toMatchObject({ answer: "Green" });
  expect(bob.answers.filter((answer) => answer.includes("Claude"))).toEqual([]);
});

test("a spoken yes answers, and the next question comes after it", async () => {
  const anns = await personWithBrowser("cleo");
  await using ann = await house.talker(anns.userId);
  await ann.withAgent();
  const booking = anns.ask({ text: "Shall I book it?" });
  const name = anns.ask({ kind: "text", text: "In what name?" });
  await says(ann, "Shall I book it?");
  await until("its sound", () => ann.sounds > 0 || undefined);
  expect(ann.answers.some((answer) => answer.includes("what name"))).toBe(false);

  ann.speak(speech("yes.am"));
  expect(await anns.answer(booking)).toMatchObject({ answer: "yes" });
  await says(ann, "In what name?");
  ann.speak(speech("unknown_boston.bf"));
  await says(ann, "Is that your answer?");
  ann.speak(speech("yes.am"));
  expect(await anns.answer(name)).toMatchObject({ answer: expect.stringContaining("Boston") });
});

test("who comes later is asked then; what was answered elsewhere is over by voice as well", async () => {
  const anns = await personWithBrowser("dora");
  const question = anns.ask({ text: "Still there?" });
  await using ann = await house.talker(anns.userId);
  await says(ann, "Still there?");
  anns.answeredElsewhere(question);

  expect(await ann.ask("yes")).toBe("There is nothing to say yes to.");
});
