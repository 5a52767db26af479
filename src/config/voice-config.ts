import type { VoiceSettings } from "../voice/voice-settings.ts";
import type { Settings } from "./settings-schema.ts";

type Provider = Settings["agent"]["stt" | "tts" | "llm"];

/** The voice settings as the code uses them. */
export function voiceOf(
  livekit: Settings["livekit"],
  { name, session, stt, tts, llm, vad, ...agent }: Settings["agent"],
): VoiceSettings {
  return {
    livekit: {
      url: livekit.url,
      publicUrl: livekit.public_url,
      apiKey: livekit.api_key,
      apiSecret: livekit.api_secret,
      userRoomPrefix: livekit.room.user_room_prefix,
    },
    enabled: agent.enabled,
    agentName: name,
    language: agent.language,
    maxInactiveMs: session.max_inactive_time,
    cleanupIntervalMs: session.cleanup_interval,
    maxSessions: session.max_concurrent_sessions,
    graceMs: session.participant_grace,
    stt: providerOf(stt),
    tts: { ...providerOf(tts), voice: tts.voice },
    llm: { ...providerOf(llm), maxSteps: llm.max_steps },
    vad: { minSilenceMs: vad.min_silence, activationThreshold: vad.activation_threshold },
  };
}

function providerOf({ provider, model, base_url, api_key }: Provider) {
  return { provider, model, baseUrl: base_url, apiKey: api_key };
}
