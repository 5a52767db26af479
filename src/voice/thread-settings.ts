import type { ThreadSettings } from "./port.ts";
import type { ProviderSettings, VoiceSettings } from "./voice-settings.ts";

/** What the voice thread is told: how to work, but not the keys to LiveKit. */
export function threadSettings(settings: VoiceSettings, nodeId: string): ThreadSettings {
  const { agentName, language, maxSessions, graceMs, maxInactiveMs, stt, tts, llm, vad } = settings;
  return {
    agentName,
    nodeId,
    language,
    maxSessions,
    graceMs,
    maxInactiveMs,
    userRoomPrefix: settings.livekit.userRoomPrefix,
    stt: provider(stt),
    tts: { ...provider(tts), ...(tts.voice !== undefined && { voice: tts.voice }) },
    llm: { ...provider(llm), maxSteps: llm.maxSteps },
    vad,
  };
}

function provider({ provider: name, model, baseUrl, apiKey }: ProviderSettings) {
  return {
    provider: name,
    ...(model !== undefined && { model }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(apiKey !== undefined && { apiKey }),
  };
}
