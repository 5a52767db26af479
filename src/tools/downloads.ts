import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser, patientTimeoutMs } from "./target.ts";

const handleDownload = defineTool({
  name: "chrome_handle_download",
  title: "Wait for a download",
  description:
    "The download that began just now, or the next one to begin, followed until it is complete.",
  effect: "read",
  listing: "full",
  switch: "downloads",
  timeoutMs: 60_000,
  args: z.object({
    ...anyBrowser,
    timeoutMs: patientTimeoutMs,
    filenameContains: z.string().max(300).optional().describe("Part of its name or address."),
    waitForComplete: z.boolean().default(true),
  }),
  result: z.object({
    downloadId: z.number().int(),
    fileName: z.string(),
    /** Where it lies on the person's machine. */
    path: z.string(),
    url: z.string(),
    mimeType: z.string(),
    state: z.enum(["in_progress", "complete", "interrupted"]),
    bytesReceived: z.number(),
    /** -1 when the server did not say. */
    totalBytes: z.number(),
    note: z.string().optional(),
  }),
});

export const downloadTools = { chrome_handle_download: handleDownload } as const;
