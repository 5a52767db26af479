import { join } from "node:path";
import { type FliteVoice, loadFlite, SPEECH_RATE } from "../../src/voice/agent/speaking/flite.ts";

/** Speech for tests: recordings of clear voices, and robots that say whatever is needed. 16 kHz, mono, from −1 to 1. */

const FOLDER = join(import.meta.dir, "speech");
const WAV_HEADER_BYTES = 44;

/** What is said in `speech/`; the ending of each name is the voice. */
export const RECORDINGS: Record<string, string> = {
  "click_cart.am": "Click the add to cart button.",
  "click_sign_in.af": "Click sign in.",
  "click_third.af": "Click the third link.",
  "click_twelve.bf": "Click twelve.",
  "close_tab.bf": "Close this tab.",
  "fill_email.bf": "Fill email with an at example dot com.",
  "go_back.af": "Go back.",
  "mail_tab.af": "Go to the mail tab.",
  "next_tab.am": "Next tab.",
  "no.af": "No.",
  "open.am": "Open example dot com.",
  "press_enter.af": "Press enter.",
  "read_headings.bf": "Read the headings.",
  "scroll_bottom.bf": "Scroll to the bottom.",
  "search.af": "Search for cheap flights to Paris.",
  "search.bf": "Search for cheap flights to Paris.",
  "select.am": "Select express delivery.",
  "show_numbers.am": "Show numbers.",
  "stop.bf": "Stop.",
  "type_hello.am": "Type hello world.",
  "type_sentence.am": "Type I will be there at half past nine tomorrow.",
  "undo.am": "Undo that.",
  "unknown_boston.bf": "My sister lives in Boston.",
  "unknown_joke.am": "Can you tell me a joke about penguins?",
  "unknown_sandwich.af": "I had a sandwich for lunch yesterday.",
  "what_click.af": "What can I click?",
  "yes.am": "Yes.",
};

export async function recording(name: string): Promise<Float32Array> {
  const file = await Bun.file(join(FOLDER, `${name}.wav`)).arrayBuffer();
  return floats(new Int16Array(file.slice(WAV_HEADER_BYTES)));
}

/** A robot that says it, with the silence around it that a microphone brings. */
export async function robots(): Promise<(text: string, voice: FliteVoice) => Float32Array> {
  const speak = await loadFlite();
  return (text, voice) => withSilence(floats(speak(text, voice)), 0.3, 0.5);
}

export function withSilence(audio: Float32Array, before: number, after: number): Float32Array {
  const whole = new Float32Array(audio.length + Math.round((before + after) * SPEECH_RATE));
  whole.set(audio, Math.round(before * SPEECH_RATE));
  return whole;
}

/** White noise on top, so many decibels below the speech; the same noise for the same seed. */
export function noisy(audio: Float32Array, decibels: number, seed = 1): Float32Array {
  const speech = audio.filter((sample) => sample !== 0);
  const power = speech.reduce((sum, sample) => sum + sample * sample, 0) / speech.length;
  const level = Math.sqrt(power / 10 ** (decibels / 10));
  const random = randomFrom(seed);
  return audio.map((sample) => sample + level * bellCurve(random));
}

export function whiteNoise(seconds: number, level: number, seed = 1): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length: seconds * SPEECH_RATE }, () => level * bellCurve(random));
}

function floats(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

/** From 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function bellCurve(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
