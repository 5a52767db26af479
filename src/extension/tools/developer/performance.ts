import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type PerformanceReport, performanceReportSchema } from "../../../tools/performance.ts";
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
  const ended =
    trace.running || !trace.report ? await end(tabId, trace, context) : succeed(trace.report);
  if (!ended.ok) return ended;
  const report = ended.value;
  const findings = findingsOf(report);
  const data = { tabId, running: false, report, findings };
  if (!args.saveToDownloads) return succeed(withOrigin(data, report.url));
  const text = JSON.stringify({ findings, report }, undefined, 2);
  const saved = await saveToDownloads({
    name: `${args.filenamePrefix ?? "performance"}-${trace.sinceMs}.json`,
    mimeType: "application/json",
    base64: new TextEncoder().encode(text).toBase64(),
  });
  if (!saved.ok) return saved;
  return succeed(withOrigin({ ...data, savedAs: saved.value }, report.url));
};

async function end(
  tabId: number,
  trace: Trace,
  { signal }: ToolContext,
): Promise<Outcome<PerformanceReport>> {
  const measuring = chrome.scripting
    .executeScript({ target: { tabId }, func: measurePage, args: [trace.sinceMs] })
    .then(
      ([first]) => performanceReportSchema.safeParse(first?.result).data,
      () => undefined,
    );
  const measured = await untilAborted(measuring, signal);
  if (!measured.ok) return measured;
  if (!measured.value) {
    return fail("navigated", "The page went elsewhere while it was measured. Stop it again.");
  }
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
  const ended = trace.report ? succeed(trace.report) : await end(tabId, trace, context);
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
