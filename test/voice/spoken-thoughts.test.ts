import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../support/until.ts";
import { ModelServer } from "./model-server.ts";
import { openVoice, setStage, type Stage } from "./open-voice.ts";
import type { Talker } from "./talkers.ts";

/** A thread is started and a room joined. */
setDefaultTimeout(60_000);

const model = new ModelServer();
let stage: Stage;
let house: ReturnType<typeof openVoice>;

beforeAll(async () => {
  stage = await setStage();
  house = openVoice(stage, { llm: model.settings });
  await house.on();
});

beforeEach(() => house.tools.forget());

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

/** It has begun to speak: stock frontends show it so. */
function speaks({ agents }: Talker): boolean {
  return [...agents.values()].includes("speaking");
}

test("a language model is heard while it still thinks, and before the tools that it calls have answered", async () => {
  await using ann = await house.talker();
  await ann.withAgent();
  ann.write("find me a train");

  const first = await model.turn();
  first.say("Let me ");
  first.say("look. At ");
  first.say("once");
  await until("the first sentence", () => speaks(ann) || undefined);
  house.tools.hold = true;
  first.callTool("chrome_navigate", '{"url":"http://');
  first.callTool(undefined, 'trains.test"}');
  first.end();
  await until("what it says before the tool", () => ann.answers[0]);
  expect(ann.answers).toEqual(["Let me look. At once"]);
  const act = await until("the call", () => house.tools.acts[0]);
  expect(act.args).toEqual({ url: "http://trains.test" });

  house.tools.release();
  const second = await model.turn();
  second.say("There it is.");
  second.end();
  expect(await until("the rest", () => ann.answers[1])).toBe("There it is.");
});

test("who talks over the answer ends it, and nobody waits for the rest of it", async () => {
  await using ann = await house.talker();
  await ann.withAgent();
  ann.write("tell me a story");
  const story = await model.turn();
  story.say("Once upon a time. There ");
  story.say("was");
  await until("the story", () => speaks(ann) || undefined);

  ann.write("open example.com");

  await story.gone;
  expect(await until("the answer", () => ann.answers.find((one) => one.startsWith("Opened")))).toBe(
    "Opened example.com.",
  );
  ann.write("go on");
  const next = await model.turn();
  expect(next.messages.slice(-3)).toEqual([
    { role: "user", content: "tell me a story" },
    { role: "assistant", content: "Once upon a time. There was" },
    { role: "user", content: "go on" },
  ]);
  next.end();
});

test("an answer that breaks off in the middle is not taken for a sentence that was not understood", async () => {
  await using ann = await house.talker();
  await ann.withAgent();
  ann.write("tell me a story");
  const story = await model.turn();
  story.say("Once upon a time. There was");
  await until("the story", () => speaks(ann) || undefined);
  story.breakOff();

  await until("the end of it", () =>
    ann.answers.find(
      (one) => one === "The language model broke off there. What is done so far stays done.",
    ),
  );
  expect(ann.answers.join(" ")).not.toContain("understand");
});

test("a language model that does not answer is said, with what can be said all the same", async () => {
  await using ann = await house.talker();
  await using bob = await house.talker();
  for (const person of [ann, bob]) {
    await person.withAgent();
    person.write("tell me a joke");
    (await model.turn()).breakOff();

    expect(await until("the answer", () => person.answers[0])).toStartWith(
      "The language model does not answer just now. I did not understand. Say, for example",
    );
  }
  const warnings = house.logger.lines.filter(({ level }) => level === "warn");
  expect(warnings.map(({ message }) => message)).toEqual([
    "🎙️ [Voice] The language model failed; only known sentences are understood",
  ]);
});
