import { expect, test } from "bun:test";
import { KeptLivekit } from "../../src/voice/kept-livekit.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { until } from "../support/until.ts";
import { type BadStarts, livekitStandIn } from "./livekit-stand-in.ts";

async function keptLivekit(badStarts: BadStarts) {
  const livekit = await livekitStandIn(badStarts);
  const clock = new FakeClock();
  const logger = new QuietLogger();
  const kept = await KeptLivekit.start({ program: livekit.program, clock, logger });
  const address = kept.access.url.replace("ws", "http");
  return {
    kept,
    clock,
    pids: livekit.pids,
    warnings: () => logger.lines.flatMap((line) => (line.level === "warn" ? line.message : [])),
    end: () => fetch(`${address}/end`).catch(() => undefined),
    answers: () =>
      fetch(address).then(
        ({ ok }) => ok,
        () => false,
      ),
    waiting: () => until("the wait before a start", () => clock.timers > 0 || undefined),
    async [Symbol.asyncDispose]() {
      await kept[Symbol.asyncDispose]();
      await livekit[Symbol.asyncDispose]();
    },
  };
}

test("a LiveKit server that cannot be started again is tried until it can, and waited for ever longer", async () => {
  await using house = await keptLivekit({ failing: [2, 3, 4, 5, 6, 7] });
  await house.end();
  for (const waitMs of [1_000, 2_000]) {
    await house.waiting();
    const starts = (await house.pids()).length;
    house.clock.move(waitMs - 1);
    expect((await house.pids()).length).toBe(starts);
    house.clock.move(1);
  }
  await house.waiting();
  expect((await house.pids()).length).toBe(7);
  house.clock.move(4_000);
  await until("it to answer where it was", async () => (await house.answers()) || undefined);
  expect(house.warnings()).toEqual([
    expect.stringContaining("ended; starting it again"),
    expect.stringContaining("cannot be started again"),
  ]);
}, 20_000);

test("one that is being started again when everything ends, ends with it", async () => {
  await using house = await keptLivekit({ hanging: [2] });
  await house.end();
  await house.waiting();
  house.clock.move(1_000);
  const pid = await until("the second start", async () => (await house.pids())[1]);
  await house.kept[Symbol.asyncDispose]();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect((await house.pids()).length).toBe(2);
}, 10_000);

test("one that waits for its next start when everything ends, is not started", async () => {
  await using house = await keptLivekit({});
  await house.end();
  await house.waiting();
  await house.kept[Symbol.asyncDispose]();
  expect(house.clock.timers).toBe(0);
  expect((await house.pids()).length).toBe(1);
});
