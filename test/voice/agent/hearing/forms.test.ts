import { expect, test } from "bun:test";
import { formsOf } from "../../../../src/voice/agent/hearing/forms.ts";
import { noisy, recording } from "../../../support/utterances.ts";

test("an utterance comes as it is and amid silence; in noise with less of it, and with all", async () => {
  const audio = await recording("go_back.af");
  const plain = formsOf(audio);
  expect(plain.noisy).toBe(false);
  expect(plain.amidSilence().subarray(1_200, -1_200)).toEqual(plain.sound);
  const loud = formsOf(noisy(audio, 15));
  expect(loud.noisy).toBe(true);
  expect(power(loud.sound)).toBeLessThan(power(loud.amidSilence()));
});

function power(audio: Float32Array): number {
  return audio.reduce((sum, sample) => sum + sample * sample, 0);
}
