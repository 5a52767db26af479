import { expect, test } from "bun:test";
import { OpenQuestions } from "../../src/core/open-questions.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import type { Question } from "../../src/protocol/question.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { clientQuestion } from "../support/client-question.ts";
import { connectFake } from "../support/fake-browser.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { asUser } from "../support/room-owner.ts";

function setUp() {
  const sessions = new SessionManager(new MemorySessionStore(), new QuietLogger());
  const questions = new OpenQuestions();
  return { sessions, questions };
}

/** What somebody hears, in order. */
function diary() {
  const heard: string[] = [];
  return {
    heard,
    opened: ({ text }: Question) => void heard.push(`opened ${text}`),
    closed: () => void heard.push("closed"),
  };
}

const codeOf = (outcome: { ok: true } | { ok: false; failure: { code: string } }) =>
  outcome.ok ? "ok" : outcome.failure.code;

test("[QU1] a question is heard and answered by its own user; to another it never was", async () => {
  const { sessions, questions } = setUp();
  const ann = await connectFake(sessions, 0);
  const bob = await connectFake(sessions, 0, { user: "bob" });
  const [annHears, bobHears] = [diary(), diary()];
  questions.listen(asUser(ann.session.record.userId), annHears);
  questions.listen(asUser(bob.session.record.userId), bobHears);
  const question = clientQuestion();
  questions.opened(ann.session, ann.connection, question);
  questions.closed(bob.connection.id, question.id);

  expect([annHears.heard, bobHears.heard]).toEqual([["opened Shall I book it?"], []]);
  const stolen = questions.answer(asUser(bob.session.record.userId), question.id, "yes");
  const unknown = questions.answer(asUser(bob.session.record.userId), crypto.randomUUID(), "yes");
  expect(stolen).toEqual(unknown);
  expect(ann.link.frames).toEqual([]);
  expect(codeOf(questions.answer(asUser(ann.session.record.userId), question.id, "yes"))).toBe(
    "ok",
  );
  expect(ann.link.frames).toEqual([{ type: "answer_question", id: question.id, answer: "yes" }]);
});

test("[QU1] `local` in a user's room hears and answers that user's browsers on this machine alone", async () => {
  const { sessions, questions } = setUp();
  const near = await connectFake(sessions, 0);
  const far = await connectFake(sessions, 0, { fromLoopback: false });
  const bob = await connectFake(sessions, 0, { user: "bob" });
  const local = { kind: "local", userId: near.session.record.userId } as const;
  const hears = diary();
  const open = ({ session, connection }: typeof near, text: string) => {
    const question = clientQuestion({ text });
    questions.opened(session, connection, question);
    return question.id;
  };
  const early = open(far, "Far, before?");
  questions.listen(local, hears);
  const [late, bobs] = [open(far, "Far?"), open(bob, "Bob?")];
  const nears = open(near, "Near?");
  questions.closed(far.connection.id, early);

  expect(hears.heard).toEqual(["opened Near?"]);
  expect(codeOf(questions.answer(local, late, "yes"))).toBe("invalid_arguments");
  expect(codeOf(questions.answer(local, bobs, "yes"))).toBe("invalid_arguments");
  expect(codeOf(questions.answer(local, nears, "yes"))).toBe("ok");
});

test("[QU2] who begins to listen hears of what is open, then of each change once, until he stops", async () => {
  const { sessions, questions } = setUp();
  const { session, connection } = await connectFake(sessions, 0);
  const first = clientQuestion({ text: "First?" });
  questions.opened(session, connection, first);
  const hears = diary();
  const stop = questions.listen(asUser(session.record.userId), hears);
  questions.opened(session, connection, first);
  questions.opened(session, connection, clientQuestion({ text: "Second?" }));
  questions.closed(connection.id, first.id);
  questions.closed(connection.id, first.id);
  stop();
  questions.opened(session, connection, clientQuestion({ text: "Third?" }));

  expect(hears.heard).toEqual(["opened First?", "opened Second?", "closed"]);
});

test("[QU3] a lost or replaced connection takes its questions with it, and opens no more", async () => {
  const { sessions, questions } = setUp();
  const old = await connectFake(sessions, 0);
  const { userId } = old.session.record;
  const hears = diary();
  questions.listen(asUser(userId), hears);
  const question = clientQuestion();
  questions.opened(old.session, old.connection, question);
  await connectFake(sessions, 0, { installId: old.installId });
  questions.connectionLost(old.connection.id);
  questions.opened(old.session, old.connection, clientQuestion({ text: "Late?" }));

  expect(hears.heard).toEqual(["opened Shall I book it?", "closed"]);
  expect(codeOf(questions.answer(asUser(userId), question.id, "yes"))).toBe("invalid_arguments");
});

test("[QU4] an answer must fit, goes to the browser once, and is a failure when that takes nothing", async () => {
  const { sessions, questions } = setUp();
  const { session, connection, link } = await connectFake(sessions, 0);
  const { userId } = session.record;
  const question = clientQuestion({ kind: "choice", choices: ["Red", "Green"] });
  questions.opened(session, connection, question);

  expect(codeOf(questions.answer(asUser(userId), question.id, "Blue"))).toBe("invalid_arguments");
  link.takes = false;
  expect(codeOf(questions.answer(asUser(userId), question.id, "Red"))).toBe("browser_disconnected");
  link.takes = true;
  expect(codeOf(questions.answer(asUser(userId), question.id, undefined))).toBe("ok");
  expect(codeOf(questions.answer(asUser(userId), question.id, "Red"))).toBe("invalid_arguments");
  expect(link.frames).toEqual([{ type: "answer_question", id: question.id }]);
});

test.each<[Question["kind"], string, string]>([
  ["text", "anything at all", "x".repeat(4_001)],
  ["confirm", "no", "maybe"],
  ["takeover", "done", "yes"],
])(
  "[QU4] a question of kind %s is answered with %p, not with the other",
  async (kind, right, wrong) => {
    const { sessions, questions } = setUp();
    const { session, connection } = await connectFake(sessions, 0);
    const question = clientQuestion({ kind });
    questions.opened(session, connection, question);

    expect(codeOf(questions.answer(asUser(session.record.userId), question.id, wrong))).toBe(
      "invalid_arguments",
    );
    expect(codeOf(questions.answer(asUser(session.record.userId), question.id, right))).toBe("ok");
  },
);

test("a browser that opens questions without end is believed 64 of them", async () => {
  const { sessions, questions } = setUp();
  const { session, connection } = await connectFake(sessions, 0);
  const hears = diary();
  questions.listen(asUser(session.record.userId), hears);
  for (let count = 0; count < 70; count += 1)
    questions.opened(session, connection, clientQuestion());

  expect(hears.heard).toHaveLength(64);
});
