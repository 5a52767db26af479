/** A provider of ears, voice or language, as configured. */
export interface ProviderSettings {
  provider: string;
  model: string | undefined;
  baseUrl: string | undefined;
  apiKey: string | undefined;
}

/** What the operator settled about voice; durations in milliseconds. */
export interface VoiceSettings {
  livekit: {
    /** Undefined: a livekit-server of this machine is started. */
    url: string | undefined;
    /** Where people's browsers reach it, when that is not `url`. */
    publicUrl: string | undefined;
    apiKey: string | undefined;
    apiSecret: string | undefined;
    userRoomPrefix: string;
  };
  enabled: boolean;
  agentName: string;
  language: string;
  maxInactiveMs: number;
  cleanupIntervalMs: number;
  maxSessions: number;
  graceMs: number;
  stt: ProviderSettings;
  tts: ProviderSettings & { voice: string | undefined };
  llm: ProviderSettings & { maxSteps: number };
  vad: { minSilenceMs: number; activationThreshold: number };
}
