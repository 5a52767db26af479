import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type PerformanceReport, performanceReportSchema } from "../../../tools/performance.ts";
import { openTarget } from "../../policy/frames.ts";
import { gate } from "../../policy/gate.ts";
import { TabKeep } from "../../tab-keep.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { measurePage } from "./measure-page.ts";
import { findingsOf, insightOf } from "./performance-findings.ts";
import { saveToDownloads } from "../pictures/save-file.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted, within } from "../until-aborted.ts";
import { useTool } from "../use-tool.ts";

/** A measurement of one tab. Chrome keeps the figures itself, so that nothing runs meanwhile. */
class Trace implements Disposable {
  readonly sinceMs: number;
  running = true;
  report: PerformanceReport | undefined;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
  }

  [Symbol.dispose](): void {
    this.running = false;
  }
}

const traces = new TabKeep<Trace>();

const NO_TRACE = fail(
  "invalid_arguments",
  "Nothing was measured in this tab. Call performance_start_trace first.",
);

/** Kept from the call's time, so that the report still gets through. */
const SPARE_MS = 500;

const startTrace: Handler<"performance_start_trace"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const trace = new Trace(Date.now());
  traces.put(tabId, trace);
  if (args.reload) {
    const wish = { tabId, refresh: true, waitUntil: "load" };
    const reloaded = await useTool("chrome_navigate", wish, context);
    if (!reloaded.ok) return reloaded;
  }
  if (!args.autoStop) return succeed({ data: { tabId, running: true } });
  const leftMs = context.deadlineMs - Date.now() - SPARE_MS;
  // The caller's own time: nothing that happens ends a measurement.
  const never = Promise.withResolvers<void>();
  await within(never.promise, Math.min(args.durationMs, leftMs), context.signal);
  const ended = await end(tabId, trace, context);
  if (!ended.ok) return ended;
  const { url } = ended.value;
  const data = { tabId, running: false, report: ended.value, findings: findingsOf(ended.value) };
  return succeed(withOrigin(data, url));
};

const stopTrace: Handler<"performance_stop_trace"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const trace = traces.get(tabId);
  if (!trace) return NO_TRACE;
  const ended = await (trace.running
    ? end(tabId, trace, context)
    : reportOf(tabId, trace, context));
  if (!ended.ok) return ended;
  const report = ended.value;
  const findings = findingsOf(report);
  const data = { tabId, running: false, report, findings };
  if (!args.saveToDownloads) return succeed(withOrigin(data, report.url));
  const text = JSON.stringify({ findings, report }, undefined, 2);
  const file = {
    name: `${args.filenamePrefix ?? "performance"}-${trace.sinceMs}.json`,
    mimeType: "application/json",
    base64: new TextEncoder().encode(text).toBase64(),
  };
  const saved = await saveToDownloads(file, context.signal);
  if (!saved.ok) return saved;
  return succeed(withOrigin({ ...data, savedAs: saved.value }, report.url));
};

/** What was measured already, or is now. It may be of another page than the tab's. */
async function reportOf(
  tabId: number,
  trace: Trace,
  context: ToolContext,
): Promise<Outcome<PerformanceReport>> {
  if (!trace.report) return end(tabId, trace, context);
  const admitted = await gate().admit(trace.report.url, context.signal);
  return admitted.ok ? succeed(trace.report) : admitted;
}

/** The page may have gone elsewhere since the trace began. */
async function end(
  tabId: number,
  trace: Trace,
  { signal }: ToolContext,
): Promise<Outcome<PerformanceReport>> {
  const open = await openTarget({ tabId, frameIds: [0] }, true, signal);
  if (!open.ok) return open;
  const measuring = chrome.scripting
    .executeScript({ target: open.value, func: measurePage, args: [trace.sinceMs] })
    .then(
      ([first]) => performanceReportSchema.safeParse(first?.result).data,
      () => undefined,
    );
  const measured = await untilAborted(measuring, signal);
  if (!measured.ok) return measured;
  if (!measured.value) {
    return fail("navigated", "The page went elsewhere while it was measured. Stop it again.");
  }
  const admitted = await gate().admit(measured.value.url, signal);
  if (!admitted.ok) return admitted;
  trace.running = false;
  trace.report = measured.value;
  return succeed(measured.value);
}

const analyzeInsight: Handler<"performance_analyze_insight"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const trace = traces.get(tabId);
  if (!trace) return NO_TRACE;
  const ended = await reportOf(tabId, trace, context);
  if (!ended.ok) return ended;
  const report = ended.value;
  const { insightName } = args;
  const insight = insightName
    ? insightOf(report, insightName)
    : { findings: findingsOf(report), details: undefined };
  return succeed(withOrigin({ tabId, insightName: insightName ?? "all", ...insight }, report.url));
};

export const performanceHandlers = {
  performance_start_trace: startTrace,
  performance_stop_trace: stopTrace,
  performance_analyze_insight: analyzeInsight,
};
