import { expect, test } from "bun:test";
import { fail } from "../../../src/protocol/failure.ts";
import type { VoiceToolAnswer } from "../../../src/voice/agent/host-line.ts";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { RunningSteps } from "../../../src/voice/agent/running-steps.ts";

/** Answers at once, but to a navigation only when it is cancelled. */
async function call(tool: string, _args: unknown, signal: AbortSignal): Promise<VoiceToolAnswer> {
  if (tool !== "chrome_navigate") return { ok: true, data: {} };
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve());
  await promise;
  return fail("cancelled", "Cancelled.");
}

test("stop ends what runs also when something that was said later is already done", async () => {
  const scene = new PageScene(async () => ({ ok: true, data: {} }));
  const running = new RunningSteps({ scene, call, measured: () => undefined });
  const opening = running.run([{ tool: "chrome_navigate", args: { url: "http://slow.test" } }]);
  await running.run([{ tool: "chrome_scroll", args: {} }]);

  expect(running.stop()).toBe(true);
  expect(await opening).toEqual({ ok: false, message: "" });
  expect([running.isRunning, running.stop()]).toEqual([false, false]);
});
