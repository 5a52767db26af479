import { expect, test } from "bun:test";
import { quietened } from "../../../../src/voice/agent/hearing/steady-noise.ts";
import { isNoisy } from "../../../../src/voice/agent/hearing/trim.ts";
import { noisy, recording, withSilence } from "../../../support/utterances.ts";

const said = withSilence(await recording("open.am"), 0.3, 0.4);

function power(audio: Float32Array): number {
  return audio.reduce((sum, sample) => sum + sample * sample, 0);
}

function difference(one: Float32Array, other: Float32Array): Float32Array {
  return one.map((sample, at) => sample - (other[at] ?? 0));
}

test("steady noise is turned down, and what was said is left", () => {
  const loud = noisy(said, 10);
  expect(isNoisy(loud)).toBe(true);
  const before = power(difference(loud, said));
  const after = power(difference(quietened(loud), said));
  expect(after).toBeLessThan(before / 3);
});

test("speech without noise stays as it is", () => {
  expect(isNoisy(said)).toBe(false);
  expect(power(difference(quietened(said), said))).toBeLessThan(power(said) / 1_000);
});
