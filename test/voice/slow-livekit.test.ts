import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { newUserId } from "../../src/core/ids.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { until } from "../support/until.ts";
import { openVoice } from "./open-voice.ts";
import { stoppableLivekit } from "./stoppable-livekit.ts";
import { Talkers } from "./talkers.ts";

/** A thread is started and rooms joined in each. */
setDefaultTimeout(60_000);

const PING_MS = 10_000;

let livekit: Awaited<ReturnType<typeof stoppableLivekit>>;
let talkers: Talkers;

beforeAll(async () => {
  livekit = await stoppableLivekit();
  talkers = new Talkers();
});

afterAll(async () => {
  await talkers[Symbol.asyncDispose]();
  await livekit[Symbol.asyncDispose]();
});

test("while LiveKit stands still the server goes on, and whoever spoke or came meanwhile is served after it", async () => {
  const clock = new FakeClock();
  await using house = openVoice({ livekit, talkers }, {}, { clock });
  await house.on();
  await using ann = await house.talker();
  await ann.withAgent();

  house.tools.forget();
  livekit.stop();
  ann.write("open late.test");
  const coming = house.talker();
  expect(await house.voice.invite(newUserId(Date.now()), "cred_1")).toMatchObject({ ok: true });
  house.voice.pageChanged(ann.userId);
  await until("a look at the page", () =>
    house.tools.calls.find(({ tool }) => tool === "chrome_read_page"),
  );
  const { pongs } = house;
  clock.move(PING_MS);
  await until("the thread to answer", () => house.pongs > pongs || undefined);
  expect([house.voice.state().state, ann.answers, house.tools.acts]).toEqual(["on", [], []]);

  livekit.goOn();
  expect(await until("the answer", () => ann.answers[0])).toBe("Opened late.test.");
  await using bob = await coming;
  await bob.withAgent();
  expect(await bob.ask("open there.test")).toBe("Opened there.test.");
  expect(house.voice.figures()).toMatchObject({ rooms: 2, threadStarts: 1 });
});

test("the server stops also while LiveKit stands still", async () => {
  const house = openVoice({ livekit, talkers });
  await house.on();
  await using ann = await house.talker();
  await ann.withAgent();

  livekit.stop();
  await house[Symbol.asyncDispose]();
  livekit.goOn();
  ann.leave();
  await ann.gone.promise;
}, 15_000);
