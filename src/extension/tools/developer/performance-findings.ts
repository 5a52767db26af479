import type { PerformanceReport, insightNames } from "../../../tools/performance.ts";

type InsightName = (typeof insightNames)[number];

export interface Insight {
  findings: string[];
  details: unknown;
}

/** Above these, people notice: the limits of "good" in the Web Vitals. */
const GOOD_LCP_MS = 2_500;
const GOOD_SHIFT = 0.1;
const GOOD_INTERACTION_MS = 200;
const GOOD_FIRST_BYTE_MS = 800;
const SLOW_REQUEST_MS = 1_000;
const GOOD_BLOCKING_MS = 200;

const INSIGHTS: { [N in InsightName]: (report: PerformanceReport) => Insight } = {
  DocumentLatency: ({ document }) => ({
    details: document,
    findings: [
      `The first byte came after ${document.firstByteMs} ms${verdict(document.firstByteMs, GOOD_FIRST_BYTE_MS)}.`,
      ...(document.redirects > 0
        ? [`${document.redirects} redirects came before it: link to the last address.`]
        : []),
    ],
  }),
  LCPBreakdown: ({ largestContentfulPaint: paint, hidden }) => ({
    details: paint,
    findings: paint
      ? [
          `The largest content was painted after ${paint.timeMs} ms${verdict(paint.timeMs, GOOD_LCP_MS)}: ${paint.element}.`,
          `Of these: first byte ${paint.firstByteMs} ms, until its load began ${paint.loadDelayMs} ms, load ${paint.loadMs} ms, until painted ${paint.renderDelayMs} ms.`,
          ...(paint.loadDelayMs > paint.timeMs / 3
            ? ["Its load began late: name it in the HTML, or preload it."]
            : []),
          ...(paint.renderDelayMs > paint.timeMs / 2
            ? ["It was there long before it was painted: look at scripts and styles in the way."]
            : []),
        ]
      : [
          hidden
            ? "No paint was measured, because the tab is in the background. Measure with reload and background: false."
            : "No large paint was measured. Measure with reload.",
        ],
  }),
  CLSCulprits: ({ layoutShifts }) => ({
    details: layoutShifts,
    findings: [
      `Layout shifted by ${layoutShifts.score}${verdict(layoutShifts.score, GOOD_SHIFT)}, in ${layoutShifts.count} shifts.`,
      ...layoutShifts.worst
        .slice(0, 3)
        .map(({ elements, score, timeMs }) => `${score} at ${timeMs} ms: ${elements.join(", ")}.`),
    ],
  }),
  LongTasks: ({ longTasks }) => ({
    details: longTasks,
    findings: [
      `${longTasks.count} long tasks blocked the page for ${longTasks.blockingMs} ms${verdict(longTasks.blockingMs, GOOD_BLOCKING_MS)}.`,
      ...longTasks.worst
        .slice(0, 3)
        .map(
          ({ timeMs, durationMs, scripts: [script] }) =>
            `${durationMs} ms at ${timeMs} ms${script ? ` in ${script.function || "a script"} of ${script.url}` : ""}.`,
        ),
    ],
  }),
  RenderBlocking: ({ requests }) => {
    const blocking = requests.slowest.filter(({ blocksRendering }) => blocksRendering);
    return {
      details: blocking,
      findings:
        blocking.length === 0
          ? ["None of the slowest requests held up rendering."]
          : blocking.map(({ url, durationMs }) => `Held up rendering for ${durationMs} ms: ${url}`),
    };
  },
  SlowRequests: ({ requests }) => {
    const slow = requests.slowest.filter(({ durationMs }) => durationMs >= SLOW_REQUEST_MS);
    return {
      details: requests,
      findings: [
        `${requests.count} requests, ${requests.bytes} bytes; ${slow.length} of the slowest took ${SLOW_REQUEST_MS} ms or more.`,
        ...slow
          .slice(0, 3)
          .map(
            ({ url, durationMs, firstByteMs }) =>
              `${durationMs} ms (first byte after ${firstByteMs} ms): ${url}`,
          ),
      ],
    };
  },
  INPBreakdown: ({ interactions: { slowest } }) => {
    const [worst] = slowest;
    return {
      details: slowest,
      findings: [
        worst
          ? `The slowest interaction, ${worst.name} on ${worst.element}, took ${worst.durationMs} ms${verdict(worst.durationMs, GOOD_INTERACTION_MS)}: ${worst.inputDelayMs} ms until it was heard, ${worst.processingMs} ms in the page's code.`
          : "No slow interaction was measured.",
      ],
    };
  },
};

function verdict(value: number, good: number): string {
  return value <= good ? " (good)" : ` (good is ${good} or less)`;
}

export function insightOf(report: PerformanceReport, name: InsightName): Insight {
  return INSIGHTS[name](report);
}

/** The first sentence of each side, and more where something is wrong. */
export function findingsOf(report: PerformanceReport): string[] {
  return Object.values(INSIGHTS).flatMap((insight) => {
    const { findings } = insight(report);
    return findings[0]?.includes("(good)") ? findings.slice(0, 1) : findings;
  });
}
