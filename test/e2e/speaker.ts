import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SPEECH = join(import.meta.dir, "../support/speech");
const RATE = 16_000;
const HEADER_BYTES = 44;
const PAUSE_S = 3;

/** Somebody who says recorded sentences into Chromium's microphone, again and again with a pause after each. */
export async function speaker(...names: [first: string, ...more: string[]]) {
  const folder = await mkdtemp(join(tmpdir(), "microphone-"));
  const recorded = await Promise.all(
    names.map(async (name) => Buffer.from(await Bun.file(join(SPEECH, `${name}.wav`)).bytes())),
  );
  const header = recorded[0]?.subarray(0, HEADER_BYTES) ?? Buffer.alloc(0);
  const sound = Buffer.concat([
    header,
    ...recorded.flatMap((one) => [one.subarray(HEADER_BYTES), Buffer.alloc(PAUSE_S * RATE * 2)]),
  ]);
  sound.writeUInt32LE(sound.length - 8, 4);
  sound.writeUInt32LE(sound.length - HEADER_BYTES, HEADER_BYTES - 4);
  const file = join(folder, "microphone.wav");
  await Bun.write(file, sound);
  return {
    flags: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-audio-capture=${file}`,
    ],
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
