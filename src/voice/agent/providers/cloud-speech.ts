import { z } from "zod";
import type { ThreadSettings } from "../../port.ts";
import { wavOf } from "./wav.ts";

/** Slower than this, the offline parts are better. */
const DEADLINE_MS = 6_000;
const EAR_RATE = 16_000;
const VOICE_RATE = 24_000;

const OPENAI = "https://api.openai.com/v1";
const DEEPGRAM = "https://api.deepgram.com/v1";

export type Transcribe = (audio: Float32Array, signal?: AbortSignal) => Promise<string>;
export type Speak = (
  text: string,
  signal?: AbortSignal,
) => Promise<{ samples: Int16Array; sampleRate: number }>;

/** Ears of a provider; undefined where the offline ones are wanted. Rejects when the provider fails. */
export function providerEars({ stt, language }: ThreadSettings): Transcribe | undefined {
  const { provider, model, baseUrl, apiKey } = stt;
  if (provider === "openai") {
    return async (audio, signal) => {
      const form = new FormData();
      form.set("file", wavOf(audio, EAR_RATE), "speech.wav");
      form.set("model", model ?? "whisper-1");
      form.set("language", language);
      const address = `${baseUrl ?? OPENAI}/audio/transcriptions`;
      const response = await ask(address, form, bearer(apiKey), signal);
      return z
        .object({ text: z.string() })
        .parse(await response.json())
        .text.trim();
    };
  }
  if (provider !== "deepgram") return undefined;
  return async (audio, signal) => {
    const query = new URLSearchParams({ model: model ?? "nova-3", language, smart_format: "true" });
    const address = `${baseUrl ?? DEEPGRAM}/listen?${query.toString()}`;
    const response = await ask(address, wavOf(audio, EAR_RATE), token(apiKey), signal);
    const { results } = deepgramSchema.parse(await response.json());
    return results.channels[0]?.alternatives[0]?.transcript ?? "";
  };
}

const deepgramSchema = z.object({
  results: z.object({
    channels: z.array(z.object({ alternatives: z.array(z.object({ transcript: z.string() })) })),
  }),
});

/** Voice of a provider; undefined where the offline one is wanted. Rejects when the provider fails. */
export function providerVoice({ tts }: ThreadSettings): Speak | undefined {
  const { provider, model, baseUrl, apiKey, voice } = tts;
  if (provider === "openai") {
    return async (text, signal) => {
      const body = JSON.stringify({
        model: model ?? "gpt-4o-mini-tts",
        voice: voice ?? "alloy",
        input: text,
        response_format: "pcm",
      });
      const address = `${baseUrl ?? OPENAI}/audio/speech`;
      return soundOf(await ask(address, body, { ...bearer(apiKey), ...JSON_TYPE }, signal));
    };
  }
  if (provider !== "deepgram") return undefined;
  return async (text, signal) => {
    const query = new URLSearchParams({
      model: voice ?? model ?? "aura-2-thalia-en",
      encoding: "linear16",
      sample_rate: String(VOICE_RATE),
      container: "none",
    });
    const address = `${baseUrl ?? DEEPGRAM}/speak?${query.toString()}`;
    const headers = { ...token(apiKey), ...JSON_TYPE };
    return soundOf(await ask(address, JSON.stringify({ text }), headers, signal));
  };
}

const JSON_TYPE = { "Content-Type": "application/json" };

async function soundOf(response: Response) {
  const bytes = await response.arrayBuffer();
  const samples = new Int16Array(bytes, 0, Math.floor(bytes.byteLength / 2));
  return { samples, sampleRate: VOICE_RATE };
}

async function ask(
  address: string,
  body: FormData | Blob | string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const response = await fetch(address, {
    method: "POST",
    body,
    headers,
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  });
  if (!response.ok) throw new Error(`the provider answered ${response.status}`);
  return response;
}

export function bearer(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
}

function token(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { Authorization: `Token ${apiKey}` };
}
