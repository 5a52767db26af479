import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SPEECH = join(import.meta.dir, "../support/speech");
const RATE = 16_000;
const HEADER_BYTES = 44;

/** Somebody who says a recorded sentence into Chromium's microphone, again and again with a pause between. */
export async function speaker(name: string) {
  const folder = await mkdtemp(join(tmpdir(), "microphone-"));
  const recorded = Buffer.from(await Bun.file(join(SPEECH, `${name}.wav`)).bytes());
  const sound = Buffer.concat([recorded, Buffer.alloc(3 * RATE * 2)]);
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
