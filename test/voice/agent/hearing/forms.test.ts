import { expect, test } from "bun:test";
import { formsOf } from "../../../../src/voice/agent/hearing/forms.ts";
import { noisy, recording } from "../../../support/utterances.ts";

test("an utterance comes as it is, slower, and amid silence; in noise also with all its noise", async () => {
  const audio = await recording("go_back.af");
  const [plain, slower, amidSilence, ...more] = formsOf(audio);
  expect(more).toEqual([]);
  expect(slower?.length).toBeGreaterThan(plain?.length ?? 0);
  expect(amidSilence?.subarray(1_200, -1_200)).toEqual(plain ?? new Float32Array());
  expect([...formsOf(noisy(audio, 15))]).toHaveLength(4);
});
