import { OfflineRecogniser } from "../../src/voice/agent/hearing/offline-recogniser.ts";
import { OfflineSynthesiser } from "../../src/voice/agent/speaking/offline-synthesiser.ts";

/** Hears what it says itself: compiled by a test. */
const voice = new OfflineSynthesiser("rms");
const ears = new OfflineRecogniser();
const { samples } = await voice.speak("Scroll to the bottom.");
const heard = await ears.transcribe(
  Float32Array.from(samples, (sample) => sample / 32_768),
  {},
);
process.stdout.write(`${heard.kind}: ${heard.text}\n`);
await Promise.all([voice.close(), ears.close()]);
