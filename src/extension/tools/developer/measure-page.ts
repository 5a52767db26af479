import type { PerformanceReport } from "../../../tools/performance.ts";

/**
 * Runs inside a page and uses nothing from here. Chrome keeps what pages measure of themselves, so that nothing
 * has to be recorded meanwhile: only what happened since `sinceMs` (as `Date.now()` counts) is told.
 */
export function measurePage(sinceMs: number): PerformanceReport {
  const MOST = 10;
  const round = (value: number) => Math.round(value * 10) / 10;
  const buffered = (type: string, more: object = {}): PerformanceEntry[] => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return [];
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type, buffered: true, ...more });
    const entries = observer.takeRecords();
    observer.disconnect();
    return entries;
  };
  const property = (thing: unknown, name: string): unknown =>
    typeof thing === "object" && thing !== null ? Reflect.get(thing, name) : undefined;
  const numberOf = (thing: unknown, name: string) => Number(property(thing, name) ?? 0);
  const listOf = (thing: unknown, name: string): unknown[] => {
    const list = property(thing, name);
    return Array.isArray(list) ? list : [];
  };
  const textOf = (thing: unknown, name: string) => {
    const text = property(thing, name);
    return typeof text === "string" ? text.slice(0, 200) : "";
  };
  const nameOf = (node: unknown): string => {
    if (!(node instanceof Element)) return "";
    const id = node.id === "" ? "" : `#${node.id}`;
    const classes = [...node.classList].slice(0, 2).map((name) => `.${name}`);
    return `${node.localName}${id}${classes.join("")}`.slice(0, 100);
  };
  const worst = <T>(list: T[], by: (one: T) => number) =>
    list.toSorted((a, b) => by(b) - by(a)).slice(0, MOST);
  const isRecent = ({ startTime, duration }: PerformanceEntry) =>
    performance.timeOrigin + startTime + duration >= sinceMs;

  const page = performance
    .getEntriesByType("navigation")
    .find((entry) => entry instanceof PerformanceNavigationTiming);
  const resources = performance
    .getEntriesByType("resource")
    .filter((entry) => entry instanceof PerformanceResourceTiming);
  const firstByteMs = page?.responseStart ?? 0;

  const paint = buffered("largest-contentful-paint").at(-1);
  const paintUrl = textOf(paint, "url");
  const picture = paintUrl === "" ? undefined : resources.find(({ name }) => name === paintUrl);
  const paintedMs = paint ? numberOf(paint, "renderTime") || paint.startTime : 0;
  const loadStart = Math.min(paintedMs, Math.max(firstByteMs, picture?.startTime ?? firstByteMs));
  const loadEnd = Math.min(paintedMs, Math.max(loadStart, picture?.responseEnd ?? loadStart));

  // A burst of shifts ends after a second without one, or after five seconds.
  const shifts = buffered("layout-shift").filter(
    (entry) => isRecent(entry) && property(entry, "hadRecentInput") !== true,
  );
  let score = 0;
  let burst = 0;
  let burstStart = -Infinity;
  let before = -Infinity;
  for (const entry of shifts) {
    const { startTime } = entry;
    if (startTime - before > 1_000 || startTime - burstStart > 5_000) {
      burst = 0;
      burstStart = startTime;
    }
    before = startTime;
    burst += numberOf(entry, "value");
    score = Math.max(score, burst);
  }

  const frames = buffered("long-animation-frame").filter(isRecent);
  const blocking = frames.filter((frame) => numberOf(frame, "blockingDuration") > 0);
  const recent = resources.filter(isRecent);
  const events = buffered("event", { durationThreshold: 40 }).filter(
    (entry) => isRecent(entry) && numberOf(entry, "interactionId") > 0,
  );
  const fcp = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;

  return {
    url: location.href.slice(0, 2_000),
    hidden: document.visibilityState === "hidden",
    document: {
      firstByteMs: round(firstByteMs),
      domContentLoadedMs: round(page?.domContentLoadedEventEnd ?? 0),
      loadMs: round(page?.loadEventEnd ?? 0),
      redirects: page?.redirectCount ?? 0,
      bytes: page?.transferSize ?? 0,
    },
    ...(fcp === undefined ? {} : { firstContentfulPaintMs: round(fcp) }),
    ...(paint && {
      largestContentfulPaint: {
        timeMs: round(paintedMs),
        element: nameOf(property(paint, "element")),
        ...(paintUrl === "" ? {} : { url: paintUrl }),
        firstByteMs: round(Math.min(firstByteMs, paintedMs)),
        loadDelayMs: round(Math.max(0, loadStart - firstByteMs)),
        loadMs: round(loadEnd - loadStart),
        renderDelayMs: round(Math.max(0, paintedMs - loadEnd)),
      },
    }),
    layoutShifts: {
      score: Math.round(score * 10_000) / 10_000,
      count: shifts.length,
      worst: worst(shifts, (entry) => numberOf(entry, "value")).map((entry) => ({
        timeMs: round(entry.startTime),
        score: Math.round(numberOf(entry, "value") * 10_000) / 10_000,
        elements: listOf(entry, "sources").map((source) => nameOf(property(source, "node"))),
      })),
    },
    longTasks: {
      count: blocking.length,
      blockingMs: round(
        blocking.reduce((sum, frame) => sum + numberOf(frame, "blockingDuration"), 0),
      ),
      worst: worst(blocking, (frame) => numberOf(frame, "blockingDuration")).map((frame) => ({
        timeMs: round(frame.startTime),
        durationMs: round(frame.duration),
        blockingMs: round(numberOf(frame, "blockingDuration")),
        scripts: worst(listOf(frame, "scripts"), (script) => numberOf(script, "duration"))
          .slice(0, 3)
          .map((script) => ({
            url: textOf(script, "sourceURL"),
            function: textOf(script, "sourceFunctionName") || textOf(script, "invoker"),
            durationMs: round(numberOf(script, "duration")),
          })),
      })),
    },
    requests: {
      count: recent.length,
      bytes: recent.reduce((sum, { transferSize }) => sum + transferSize, 0),
      slowest: worst(recent, ({ duration }) => duration).map((entry) => ({
        url: entry.name.slice(0, 300),
        type: entry.initiatorType,
        timeMs: round(entry.startTime),
        durationMs: round(entry.duration),
        firstByteMs: round(Math.max(0, entry.responseStart - entry.startTime)),
        bytes: entry.transferSize,
        blocksRendering: property(entry, "renderBlockingStatus") === "blocking",
      })),
    },
    interactions: {
      slowest: worst(events, ({ duration }) => duration).map((entry) => ({
        name: entry.name,
        timeMs: round(entry.startTime),
        durationMs: round(entry.duration),
        inputDelayMs: round(Math.max(0, numberOf(entry, "processingStart") - entry.startTime)),
        processingMs: round(numberOf(entry, "processingEnd") - numberOf(entry, "processingStart")),
        element: nameOf(property(entry, "target")),
      })),
    },
  };
}
