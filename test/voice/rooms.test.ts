import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { LivekitServer } from "../../src/voice/livekit-server.ts";
import { LOCAL_CREDENTIAL } from "../../src/web/voice-token.ts";
import { newUserId } from "../../src/core/ids.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { until } from "../support/until.ts";
import { type Stage, openVoice, setStage, startLivekit } from "./open-voice.ts";

/** A thread is started and a room joined in each. */
setDefaultTimeout(60_000);

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

test("no more sessions than there are slots, also in a burst; who waited is served when one is free", async () => {
  await using house = openVoice(stage, { maxSessions: 2, graceMs: 0 });
  await house.on();
  const people = await Promise.all(Array.from({ length: 4 }, () => house.talker()));
  await until(
    "two agents",
    () => people.filter(({ agents }) => agents.size > 0).length >= 2 || undefined,
  );

  expect(house.voice.figures()).toMatchObject({ rooms: 2, slots: { used: 2, of: 2 } });
  expect(await waits(house, newUserId(Date.now()))).toBe(true);
  const served = people.filter(({ agents }) => agents.size > 0);
  const waiting = people.filter(({ agents }) => agents.size === 0);
  expect(await waits(house, served[0]?.userId)).toBe(false);
  expect([served.length, waiting.length]).toEqual([2, 2]);

  for (const person of served) person.leave();
  await Promise.all(waiting.map((person) => person.withAgent()));

  expect(house.voice.figures()).toMatchObject({ slots: { used: 2, of: 2 }, dispatches: 2 });
  for (const person of waiting) await person[Symbol.asyncDispose]();
});

/** Is somebody who comes now told that all places are taken? */
async function waits(house: ReturnType<typeof openVoice>, userId = newUserId(Date.now())) {
  const invited = await house.voice.invite(userId, "cred_1");
  return invited.ok && invited.invitation.waits;
}

test("a room in which somebody waits without an agent is found from time to time", async () => {
  const clock = new FakeClock();
  await using house = openVoice(stage, { cleanupIntervalMs: 5_000 }, { clock });
  await house.on();
  const userId = newUserId(Date.now());
  await using ann = await house.stranger(userId, userId);
  expect(ann.agents.size).toBe(0);

  clock.move(5_000);
  await ann.withAgent();
  expect(await ann.ask("open found.test")).toBe("Opened found.test.");
});

test("who reloads the page finds the same agent", async () => {
  await using house = openVoice(stage, { graceMs: 30_000 });
  await house.on();
  const before = await house.talker();
  const agent = await before.withAgent();
  await before[Symbol.asyncDispose]();
  await using after = await house.talker(before.userId);

  expect(await after.withAgent()).toBe(agent);
  expect(await after.ask("open again.test")).toBe("Opened again.test.");
});

test("a session in which nobody says anything is ended, and its room with it", async () => {
  await using house = openVoice(stage, { maxInactiveMs: 500 });
  await house.on();
  await using ann = await house.talker();

  await ann.gone.promise;

  await until("a free slot", () => house.voice.figures()?.slots.used === 0 || undefined);
});

test("a revoked credential ends the room, and lets nobody in again", async () => {
  await using house = openVoice(stage);
  await house.on();
  await using ann = await house.talker(undefined, "cred_lost");
  await ann.withAgent();

  house.revoked.add("cred_lost");
  await house.voice.revoked(ann.userId, "cred_lost");
  await ann.gone.promise;

  await using again = await house.talker(ann.userId, "cred_lost");
  await again.gone.promise;
});

test("a room acts as what its person was let in by; one that acted as the user ends when `local` comes", async () => {
  await using house = openVoice(stage, { graceMs: 30_000 });
  await house.on();
  const ann = await house.talker(undefined, LOCAL_CREDENTIAL);
  await ann.withAgent();
  expect(await ann.ask("open first.test")).toBe("Opened first.test.");
  await ann[Symbol.asyncDispose]();
  const again = await house.talker(ann.userId);
  await again.withAgent();
  expect(await again.ask("open second.test")).toBe("Opened second.test.");
  await again[Symbol.asyncDispose]();

  expect(house.tools.acts.map(({ as, userId }) => [as, userId])).toEqual([
    ["local", ann.userId],
    ["user", ann.userId],
  ]);
  // Whose room ends while they are coming in is told so by nobody, and tries for long.
  void house.talker(ann.userId, LOCAL_CREDENTIAL);
  await until("the end of the room", () =>
    house.logger.lines.find(({ message }) => message.endsWith("Room closed")),
  );
  expect(house.logger.lines.map(({ message }) => message)).toContain(
    "🎙️ [Voice] Room ended: who came now reaches less",
  );
});

test("a thread that dies is started again, and its rooms get their agent back", async () => {
  await using house = openVoice(stage);
  await house.on();
  await using ann = await house.talker();
  const agent = await ann.withAgent();

  house.threads[0]?.terminate();
  await until("the agent to be gone", () => !ann.agents.has(agent) || undefined);
  await ann.withAgent();

  expect(await ann.ask("open back.test")).toBe("Opened back.test.");
  expect(house.voice.figures()?.threadStarts).toBe(2);
});

test("wrong keys are said once, plainly", async () => {
  const access = { ...stage.livekit.access, apiSecret: "x".repeat(40) };
  await using house = openVoice({ ...stage, livekit: { access } });
  const said = () => house.logger.lines.filter(({ level }) => level === "warn");
  await until("the warning", () => said()[0]);
  await until("a second try", () => house.registrations > 1 || undefined);

  expect(said().map(({ message }) => message)).toEqual([
    "🎙️ [Voice] LiveKit refuses our keys. Check livekit.api_key and livekit.api_secret in livekit_config.yaml",
  ]);
});

test("a LiveKit server that goes away and comes back is found again", async () => {
  const first = await startLivekit();
  await using house = openVoice({ ...stage, livekit: first });
  await house.on();
  await using before = await house.talker();
  await before.withAgent();

  await first[Symbol.asyncDispose]();
  await until("voice to be off", () => house.voice.state().state !== "on" || undefined);
  await using _second: LivekitServer = await startLivekit(first.access);
  await house.on();
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("open back.test")).toBe("Opened back.test.");
});

test("a LiveKit server that is not there at first is said once, and found when it comes", async () => {
  const first = await startLivekit();
  await first[Symbol.asyncDispose]();
  await using house = openVoice({ ...stage, livekit: first });
  await until("a second try", () => house.registrations > 1 || undefined);
  const warnings = house.logger.lines.filter(({ level }) => level === "warn");
  expect(warnings.map(({ message }) => message)).toEqual([
    "🎙️ [Voice] LiveKit cannot be reached; trying again until it can",
  ]);

  await using _second: LivekitServer = await startLivekit(first.access);
  await house.on();
  await using ann = await house.talker();
  await ann.withAgent();
  expect(await ann.ask("open there.test")).toBe("Opened there.test.");
});
