import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

test("a load is summed up: paint, shifts, long tasks and slow requests, with what is to blame", async () => {
  await browser.open("slow-load");
  const { running } = await browser.call("performance_start_trace", { reload: true });
  expect(running).toBe(true);
  await browser.untilInPage('document.title === "Slow load, loaded"');
  const { report, findings } = await browser.call("performance_stop_trace");
  expect(report.url).toBe(browser.pages.page("slow-load"));
  expect(report.largestContentfulPaint?.element).toBe("h1#headline");
  expect(report.largestContentfulPaint?.timeMs).toBeGreaterThan(0);
  expect(report.layoutShifts.score).toBeGreaterThan(0);
  expect(report.layoutShifts.worst[0]?.elements).toContain("p#pushed.text");
  expect(report.longTasks.count).toBeGreaterThan(0);
  expect(report.longTasks.blockingMs).toBeGreaterThan(100);
  const blamed = report.longTasks.worst.flatMap(({ scripts }) => scripts.map((one) => one.url));
  expect(blamed).toContain(browser.pages.page("slow-load"));
  expect(report.requests.slowest.map(({ url }) => url)).toContain(`${browser.pages.origin}/echo`);
  expect(findings.join("\n")).toMatch(/long tasks blocked the page/);
  expect(JSON.stringify(report).length).toBeLessThan(8_000);

  const insight = await browser.call("performance_analyze_insight", { insightName: "CLSCulprits" });
  expect(insight.findings.join("\n")).toContain("p#pushed.text");
  expect(await browser.call("performance_analyze_insight")).toMatchObject({
    insightName: "all",
    findings,
  });
});

test("only what happened since the start is told; autoStop ends by itself", async () => {
  await browser.open("slow-load");
  await browser.untilInPage('document.title === "Slow load, loaded"');
  const { running, report } = await browser.call("performance_start_trace", {
    autoStop: true,
    durationMs: 100,
  });
  expect(running).toBe(false);
  expect(report).toMatchObject({
    layoutShifts: { count: 0 },
    longTasks: { count: 0 },
    requests: { count: 0 },
  });
});

test("a page that came meanwhile is not measured where the person closed its site", async () => {
  const person = await browser.person();
  await browser.open("clicks");
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  const elsewhere = `${browser.pages.otherOrigin}/clicks`;
  const code = `void setTimeout(() => { location.href = "${elsewhere}"; }, 200)`;
  await browser.call("chrome_javascript", { code });
  const measured = await browser.refusal("performance_start_trace", {
    autoStop: true,
    durationMs: 1_500,
  });
  expect(measured).toMatchObject({ code: "blocked_by_policy" });
  await person.do({ do: "set_site", site: "localhost" });
});

test("a measurement that nobody began is told of", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  for (const tool of ["performance_stop_trace", "performance_analyze_insight"] as const) {
    expect(await browser.refusal(tool, { tabId })).toMatchObject({ code: "invalid_arguments" });
  }
});
