import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { until } from "../support/until.ts";
import { type ThreadWorker, VoiceThread } from "../../src/voice/voice-thread.ts";
import { type Stage, openVoice, setStage } from "./open-voice.ts";

/** Threads are started and rooms joined in each. */
setDefaultTimeout(60_000);

const PING_MS = 10_000;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

test("a thread that hangs is replaced, and its rooms get their agent back", async () => {
  const clock = new FakeClock();
  await using house = openVoice(stage, {}, { clock });
  await house.on();
  await using ann = await house.talker();
  const agent = await ann.withAgent();
  const starts = () => house.voice.figures()?.threadStarts;

  for (let minute = 0; minute < 2 * 6; minute += 1) {
    const { pongs } = house;
    clock.move(PING_MS);
    await until("the thread to be there", () => house.pongs > pongs || undefined);
  }
  expect(starts()).toBe(1);

  ann.write("hang");
  await until("another thread", () => {
    clock.move(PING_MS);
    return starts() === 2 || undefined;
  });
  await until("the old agent to be gone", () => !ann.agents.has(agent) || undefined);
  await ann.withAgent();

  expect(await ann.ask("open back.test")).toBe("Opened back.test.");
});

test("a thread that cannot be ended is given up all the same, once", () => {
  let died = 0;
  const events = new EventTarget();
  const stuck: ThreadWorker = {
    postMessage: () => undefined,
    terminate: () => undefined,
    addEventListener: events.addEventListener.bind(events),
  };
  const thread = new VoiceThread(() => stuck, new QuietLogger(), {
    heard: () => undefined,
    died: () => (died += 1),
  });

  thread.kill();
  expect(died).toBe(1);
  events.dispatchEvent(new Event("close"));
  expect(died).toBe(1);
});
