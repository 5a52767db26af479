import { HOW_TO_GET_LIVEKIT } from "./livekit-server.ts";
import type { VoiceSettings } from "./voice-settings.ts";

/** Why nobody can talk, and what to do about it; undefined when they can. `program`: a livekit-server of this machine. */
export function whyVoiceIsOff(
  { enabled, livekit: { url, apiKey, apiSecret } }: Pick<VoiceSettings, "enabled" | "livekit">,
  program: string | undefined,
): string | undefined {
  if (!enabled) return "agent.enabled is false in livekit_config.yaml.";
  if (url === undefined) {
    return program === undefined ? `No LiveKit server. ${HOW_TO_GET_LIVEKIT}` : undefined;
  }
  return apiKey === undefined || apiSecret === undefined
    ? "livekit.url is set, but livekit.api_key or livekit.api_secret is not."
    : undefined;
}
