import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage, anyPage, unlisted } from "./target.ts";

const ms = z.number();

const scriptSchema = z.object({ url: z.string(), function: z.string(), durationMs: ms });

/** Times are milliseconds since the page was asked for. At most ten of each kind are named, the worst first. */
export const performanceReportSchema = z.object({
  url: z.string(),
  /** Nobody could see the page: Chrome measures no paint then. */
  hidden: z.boolean(),
  document: z.object({
    firstByteMs: ms,
    domContentLoadedMs: ms,
    loadMs: ms,
    redirects: z.number().int(),
    bytes: z.number(),
  }),
  firstContentfulPaintMs: ms.optional(),
  largestContentfulPaint: z
    .object({
      timeMs: ms,
      element: z.string(),
      url: z.string().optional(),
      /** What the time was spent on. */
      firstByteMs: ms,
      loadDelayMs: ms,
      loadMs: ms,
      renderDelayMs: ms,
    })
    .optional(),
  layoutShifts: z.object({
    /** Cumulative layout shift: the worst burst of them. */
    score: z.number(),
    count: z.number().int(),
    worst: z.array(z.object({ timeMs: ms, score: z.number(), elements: z.array(z.string()) })),
  }),
  longTasks: z.object({
    count: z.number().int(),
    blockingMs: ms,
    worst: z.array(
      z.object({ timeMs: ms, durationMs: ms, blockingMs: ms, scripts: z.array(scriptSchema) }),
    ),
  }),
  requests: z.object({
    count: z.number().int(),
    bytes: z.number(),
    slowest: z.array(
      z.object({
        url: z.string(),
        type: z.string(),
        timeMs: ms,
        durationMs: ms,
        firstByteMs: ms,
        bytes: z.number(),
        blocksRendering: z.boolean(),
      }),
    ),
  }),
  interactions: z.object({
    slowest: z.array(
      z.object({
        name: z.string(),
        timeMs: ms,
        durationMs: ms,
        inputDelayMs: ms,
        processingMs: ms,
        element: z.string(),
      }),
    ),
  }),
});
export type PerformanceReport = z.infer<typeof performanceReportSchema>;

const filenamePrefix = z
  .string()
  .regex(/^[\w.-]{1,60}$/, "must be letters, digits, dots and dashes")
  .optional();

const startTrace = defineTool({
  name: "performance_start_trace",
  title: "Start measuring",
  description:
    "Measure a page's speed, from its load with reload. Ends by performance_stop_trace, or by itself with autoStop, which answers with the report.",
  effect: "act",
  listing: "full",
  args: z.object({
    ...actedPage,
    reload: z.boolean().default(false),
    autoStop: z.boolean().default(false),
    durationMs: z.number().int().min(0).max(60_000).default(5_000).describe("For autoStop."),
  }),
  result: z.object({
    tabId: z.number().int(),
    running: z.boolean(),
    report: performanceReportSchema.optional(),
    findings: z.array(z.string()).optional(),
  }),
});

const stopTrace = defineTool({
  name: "performance_stop_trace",
  title: "Stop measuring",
  description:
    "Report of what was measured: largest contentful paint, layout shifts, long tasks, slow requests and interactions.",
  effect: "act",
  listing: "full",
  args: z.object({
    ...actedPage,
    saveToDownloads: z.boolean().default(false).describe("Also as a file on the person's machine."),
    filenamePrefix,
  }),
  result: z.object({
    tabId: z.number().int(),
    running: z.boolean(),
    report: performanceReportSchema,
    findings: z.array(z.string()),
    savedAs: z.string().optional(),
  }),
});

export const insightNames = [
  "DocumentLatency",
  "LCPBreakdown",
  "CLSCulprits",
  "LongTasks",
  "RenderBlocking",
  "SlowRequests",
  "INPBreakdown",
] as const;

const analyzeInsight = defineTool({
  name: "performance_analyze_insight",
  title: "Look into a measurement",
  description: "One side of the tab's last report, with what would help.",
  effect: "read",
  listing: "full",
  args: z.object({
    ...anyPage,
    insightName: z.enum(insightNames).optional().describe("Without it: all findings."),
    /** Accepted for older prompts: nothing is waited for. */
    traceId: unlisted(z.string().max(80).optional()),
  }),
  result: z.object({
    tabId: z.number().int(),
    insightName: z.string(),
    findings: z.array(z.string()),
    details: z.unknown().optional(),
  }),
});

export const performanceTools = {
  performance_start_trace: startTrace,
  performance_stop_trace: stopTrace,
  performance_analyze_insight: analyzeInsight,
} as const;
