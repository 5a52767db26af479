import { z } from "zod";
import { decimal, oneOf, seconds, text, wholeNumber, yesOrNo } from "./setting-kinds.ts";

const section = { error: "expected a section with settings" };

const name = text("expected a text");
const address = z.url({ error: "expected an http or https address", protocol: /^https?$/ });

/** Keys under `livekit:`. Address and keys also come as LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET. */
export const livekitSettings = z.strictObject(
  {
    url: z.url({ error: "expected a ws or wss address", protocol: /^(wss?|https?)$/ }).optional(),
    public_url: z
      .url({ error: "expected a ws or wss address", protocol: /^(wss?|https?)$/ })
      .optional(),
    api_key: name.optional(),
    api_secret: text("expected a secret of at least 32 characters")
      .min(32, { error: "expected a secret of at least 32 characters" })
      .optional(),
    room: z
      .strictObject(
        {
          user_room_prefix: z
            .string({ error: "expected a text" })
            .regex(/^[\w-]{1,64}$/, { error: "expected up to 64 letters, digits, - and _" })
            .default("mcp-chrome-user-"),
        },
        section,
      )
      .prefault({}),
  },
  section,
);

function provider<const T extends readonly [string, ...string[]]>(choices: T) {
  return {
    provider: oneOf(choices).prefault(choices[0]),
    model: name.optional(),
    base_url: address.optional(),
    api_key: name.optional(),
  };
}

/** Keys under `agent:`: the voice agent. */
export const agentSettings = z.strictObject(
  {
    enabled: yesOrNo().prefault(true),
    name: text("expected a name").default("chrome-mcp-agent"),
    language: text("expected a language tag such as en").default("en"),
    session: z
      .strictObject(
        {
          max_inactive_time: seconds(1, 86_400).prefault(3600),
          cleanup_interval: seconds(1, 86_400).prefault(300),
          max_concurrent_sessions: wholeNumber(1, 10_000).prefault(50),
          participant_grace: seconds(0, 3600).prefault(60),
        },
        section,
      )
      .prefault({}),
    stt: z.strictObject(provider(["offline", "openai", "deepgram"]), section).prefault({}),
    tts: z
      .strictObject(
        { ...provider(["offline", "openai", "deepgram"]), voice: name.optional() },
        section,
      )
      .prefault({}),
    llm: z
      .strictObject(
        { ...provider(["none", "openai"]), max_steps: wholeNumber(1, 50).prefault(8) },
        section,
      )
      .prefault({}),
    vad: z
      .strictObject(
        {
          min_silence: seconds(0.05, 5).prefault(0.4),
          activation_threshold: decimal(0, 1).prefault(0.5),
        },
        section,
      )
      .prefault({}),
  },
  section,
);
