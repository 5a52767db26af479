import { z } from "zod";
import { serverSettings } from "./server-settings.ts";
import { agentSettings, livekitSettings } from "./voice-settings.ts";

/** Everything that can be set, as it stands in livekit_config.yaml. */
export const settingsSchema = z.strictObject({
  server: serverSettings.prefault({}),
  livekit: livekitSettings.prefault({}),
  agent: agentSettings.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;
