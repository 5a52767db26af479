import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage } from "./target.ts";

const gifRecorder = defineTool({
  name: "chrome_gif_recorder",
  title: "Record a GIF",
  description:
    "Moving picture of a tab while you work in it: start, then stop, export (the GIF as a file), status, clear.",
  effect: "act",
  listing: "full",
  args: z.object({
    ...actedPage,
    action: z.enum(["start", "stop", "status", "export", "clear"]),
    fps: z.number().min(0.5).max(30).default(4),
    durationMs: z.number().int().min(100).max(120_000).default(15_000),
    maxFrames: z.number().int().min(1).max(300).default(100),
    width: z.number().int().min(64).max(1_920).default(640),
    height: z.number().int().min(64).max(1_920).optional(),
    filename: z
      .string()
      .regex(/^[\w.-]{1,80}$/, "must be letters, digits, dots and dashes")
      .optional(),
    saveToDownloads: z
      .boolean()
      .default(false)
      .describe("export: on the person's machine instead."),
  }),
  result: z.object({
    tabId: z.number().int(),
    recording: z.boolean(),
    frames: z.number().int(),
    durationMs: z.number().int(),
    bytes: z.number().int(),
    fileName: z.string().optional(),
    savedAs: z.string().optional(),
  }),
});

export const recordingTools = { chrome_gif_recorder: gifRecorder } as const;
