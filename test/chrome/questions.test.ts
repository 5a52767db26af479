import { expect, test } from "bun:test";
import { asUser } from "../support/room-owner.ts";
import type { Question } from "../../src/protocol/question.ts";
import { startGateway } from "./start-gateway.ts";

test("[QU1] a question reaches the user of its browser, and the answer that browser alone", async () => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  await using bob = await app.connect("bob");
  const { userId, sessionId } = await ann.session.promise;
  const { userId: bobsId, sessionId: bobsSession } = await bob.session.promise;
  const id = crypto.randomUUID();
  const heard: string[] = [];
  const hears = (who: string) => ({
    opened: () => void heard.push(`${who} opened`),
    closed: () => void heard.push(`${who} closed`),
  });
  app.questions.listen(asUser(userId), hears("ann"));
  app.questions.listen(asUser(bobsId), hears("bob"));
  const question: Question = { id, kind: "confirm", text: "Sure?", choices: [], client: "x" };
  ann.send({ type: "question_opened", question });
  ann.send({ type: "question_closed", id: crypto.randomUUID() });
  bob.send({ type: "question_closed", id });
  await Promise.all([sessionId, bobsSession].map((session) => app.call(session)));

  expect(app.questions.answer(asUser(bobsId), id, "yes")).toMatchObject({ ok: false });
  expect(app.questions.answer(asUser(userId), id, "yes")).toMatchObject({ ok: true });
  await app.call(sessionId);
  expect(ann.answers).toEqual([{ type: "answer_question", id, answer: "yes" }]);
  expect(bob.answers).toEqual([]);
  expect(heard).toEqual(["ann opened", "ann closed"]);
});

test("[QU3] a question goes with its socket", async () => {
  await using app = await startGateway();
  const ann = await app.connect("ann");
  const { userId } = await ann.session.promise;
  const closed = Promise.withResolvers<string>();
  const opened = Promise.withResolvers<void>();
  app.questions.listen(asUser(userId), { opened: () => opened.resolve(), closed: closed.resolve });
  const id = crypto.randomUUID();
  ann.send({
    type: "question_opened",
    question: { id, kind: "text", text: "Who?", choices: [], client: "x" },
  });
  await opened.promise;
  await ann.drop();

  expect(await closed.promise).toBe(id);
});

test.each([
  {
    type: "question_opened",
    question: { id: "1", kind: "text", text: "?", choices: [], client: "" },
  },
  {
    type: "question_opened",
    question: { id: crypto.randomUUID(), kind: "secret", text: "?", choices: [], client: "" },
  },
  { type: "question_closed" },
])("a question that is not by the protocol ends its socket: %j", async (frame) => {
  await using app = await startGateway();
  await using ann = await app.connect("ann");
  ann.sendRaw(JSON.stringify(frame));
  expect((await ann.ended.promise).code).toBe(4002);
});
