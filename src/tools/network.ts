import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage, actedTab, cursor, maxChars, unlisted } from "./target.ts";

const ms = z.number().int().min(0).max(3_600_000);

/** A request as lists have it. */
export const requestLineSchema = z.object({
  requestId: z.string(),
  method: z.string(),
  url: z.string(),
  type: z.string(),
  state: z.enum(["pending", "complete", "failed"]),
  statusCode: z.number().int().optional(),
  mimeType: z.string().optional(),
  /** Milliseconds since 1970. */
  requestTime: z.number(),
  durationMs: z.number().optional(),
  /** What came over the network. */
  encodedDataLength: z.number().optional(),
  errorText: z.string().optional(),
});

const headersSchema = z.record(z.string(), z.string());

const requestSchema = requestLineSchema.extend({
  requestHeaders: headersSchema,
  responseHeaders: headersSchema.optional(),
  requestBody: z.string().optional(),
  responseBody: z.string().optional(),
  base64Encoded: z.boolean().optional(),
  bodyTruncated: z.boolean().optional(),
});
export type CapturedRequest = z.infer<typeof requestSchema>;

const limits = {
  needResponseBody: z.boolean().default(false),
  maxCaptureTime: ms.default(180_000).describe("Milliseconds; 0: until stop."),
  inactivityTimeout: ms.default(60_000).describe("Milliseconds without a request; 0: never."),
  includeStatic: z.boolean().default(false).describe("Images, styles, scripts, fonts too."),
};

const stoppedBy = z.enum(["user_request", "max_capture_time", "inactivity_timeout", "detached"]);
export type StoppedBy = z.infer<typeof stoppedBy>;

const networkCapture = defineTool({
  name: "chrome_network_capture",
  title: "Watch the network",
  description:
    "Record the requests of a tab: start, then list (newest last) and get one by requestId, stop. Credentials in headers are cut out.",
  effect: "act",
  listing: "full",
  switch: "network",
  args: z.object({
    ...actedTab,
    action: z.enum(["start", "stop", "list", "get"]),
    url: z
      .string()
      .max(8_192)
      .optional()
      .describe("start: go to this address. list: only addresses that contain this."),
    ...limits,
    requestId: z.string().max(200).optional(),
    cursor,
  }),
  result: z.object({
    tabId: z.number().int(),
    running: z.boolean(),
    stoppedBy: stoppedBy.optional(),
    requestCount: z.number().int(),
    /** Forgotten, because the record holds no more. */
    droppedCount: z.number().int(),
    requests: z.array(requestLineSchema).optional(),
    cursor: z.string().optional(),
    request: requestSchema.optional(),
  }),
});

const startArgs = z.object({ ...actedTab, url: z.string().max(8_192).optional(), ...limits });
const startedSchema = z.object({
  success: z.boolean(),
  message: z.string(),
  tabId: z.number().int(),
  url: z.string(),
  maxCaptureTime: z.number().int(),
  inactivityTimeout: z.number().int(),
  includeStatic: z.boolean(),
  maxRequests: z.number().int(),
});
const stoppedSchema = z.object({
  success: z.boolean(),
  message: z.string(),
  tabId: z.number().int(),
  tabUrl: z.string(),
  tabTitle: z.string(),
  captureStartTime: z.number(),
  captureEndTime: z.number(),
  totalDurationMs: z.number(),
  commonRequestHeaders: headersSchema,
  commonResponseHeaders: headersSchema,
  requests: z.array(
    requestSchema.omit({ requestHeaders: true, responseHeaders: true }).extend({
      specificRequestHeaders: headersSchema,
      specificResponseHeaders: headersSchema,
    }),
  ),
  requestCount: z.number().int(),
  requestLimitReached: z.boolean(),
  stoppedBy,
});

/** An older name of `chrome_network_capture` with action "start". */
function starts<N extends string>(name: N) {
  return defineTool({
    name,
    title: "Start watching the network",
    description: "Older name of chrome_network_capture with action start.",
    effect: "act",
    listing: "none",
    switch: "network",
    args: startArgs,
    result: startedSchema,
  });
}

/** An older name of `chrome_network_capture` with action "stop", which answers with all that was recorded. */
function stops<N extends string>(name: N) {
  return defineTool({
    name,
    title: "Stop watching the network",
    description: "Older name of chrome_network_capture with action stop.",
    effect: "act",
    listing: "none",
    switch: "network",
    args: z.object(actedTab),
    result: stoppedSchema,
  });
}

const formFileSchema = z.object({
  name: z.string().max(200),
  base64Data: z.string().max(10_000_000).optional(),
  fileUrl: z.string().max(8_192).optional(),
  filename: z.string().max(300).optional(),
  contentType: z.string().max(100).optional(),
});

const networkRequest = defineTool({
  name: "chrome_network_request",
  title: "Send a request as the page",
  description:
    "Send an HTTP request from the tab's page, with its origin and sign-in, and get the answer.",
  effect: "act",
  destructive: true,
  listing: "full",
  switch: "network",
  args: z.object({
    ...actedPage,
    url: z.string().min(1).max(8_192).describe("Relative to the page, or whole."),
    method: z.string().max(20).default("GET"),
    headers: headersSchema.default({}),
    body: z.union([z.string().max(5_000_000), z.record(z.string(), z.unknown())]).optional(),
    formData: z
      .object({
        fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
        files: z.array(formFileSchema).max(20).default([]),
      })
      .optional()
      .describe("Instead of body; files with base64Data or fileUrl."),
    maxChars,
    cursor: cursor.describe("Gives more of the tab's last answer, without sending anything."),
    /** Older name of timeoutMs. */
    timeout: unlisted(ms.optional()),
  }),
  result: z.object({
    success: z.boolean(),
    status: z.number().int(),
    statusText: z.string(),
    url: z.string(),
    redirected: z.boolean(),
    headers: headersSchema,
    /** Text; base64 of anything else. */
    body: z.string(),
    base64Encoded: z.boolean(),
    truncated: z.boolean(),
    cursor: z.string().optional(),
  }),
});

export const networkTools = {
  chrome_network_capture: networkCapture,
  chrome_network_request: networkRequest,
  chrome_network_capture_start: starts("chrome_network_capture_start"),
  chrome_network_capture_stop: stops("chrome_network_capture_stop"),
  chrome_network_debugger_start: starts("chrome_network_debugger_start"),
  chrome_network_debugger_stop: stops("chrome_network_debugger_stop"),
} as const;
