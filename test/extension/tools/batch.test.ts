import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const batch = (steps: object[], more: object = {}) =>
  browser.call("chrome_batch", { steps, ...more });

test("steps are done in order, each with the answers of those before it", async () => {
  await browser.open("fields");
  const result = await batch([
    { tool: "chrome_find", args: { role: "textbox", name: "Area" }, as: "found" },
    {
      tool: "chrome_fill_or_select",
      args: { ref: "$found.ref", value: "is $found.matches.0.role" },
    },
    { tool: "chrome_javascript", args: { code: "area.value" } },
  ]);
  expect(result).toMatchObject({
    done: 3,
    total: 3,
    stopped: false,
    steps: [{ step: 1 }, { step: 2, tool: "chrome_fill_or_select", ok: true }, { step: 3 }],
  });
  expect(result.steps[2]).toMatchObject({
    data: { value: '"is textbox"' },
    origin: browser.pages.origin,
  });
});

test("a step works in the tab of the one before, whatever the client does elsewhere", async () => {
  const { tabId } = await browser.open("clicks", { newTab: true });
  const result = await batch([
    {
      tool: "chrome_navigate",
      args: { url: browser.pages.page("reading"), newTab: true },
      as: "new",
    },
    { tool: "chrome_read_page", args: { filter: "interactive" } },
    { tool: "chrome_read_page", args: { tabId, filter: "interactive" } },
    { tool: "chrome_close_tabs", args: { tabIds: ["$new.tabId"] } },
  ]);
  expect(result.steps.map(({ ok, data }) => [ok, data])).toMatchObject([
    [true, { title: "Reading" }],
    [true, { title: "Reading" }],
    [true, { title: "Clicks" }],
    [true, { closed: [expect.any(Number)] }],
  ]);
});

test("the first failure ends it, unless the step or the batch says to go on", async () => {
  await browser.open("clicks");
  const failing = { tool: "chrome_switch_tab", args: { tabId: 1 } };
  const after = { tool: "chrome_click_element", args: { selector: "#trusted" } };

  expect(await batch([failing, after])).toMatchObject({
    done: 0,
    stopped: true,
    steps: [{ ok: false, failure: { code: "tab_not_found" } }],
  });
  expect(await browser.inPage("out.textContent")).toBe("");

  const wentOn = { done: 1, stopped: false, steps: [{ ok: false }, { ok: true }] };
  expect(await batch([{ ...failing, continueOnError: true }, after])).toMatchObject(wentOn);
  expect(await batch([failing, after], { stopOnError: false })).toMatchObject(wentOn);
});

test("a step that refers to one that failed is not done", async () => {
  await browser.open("clicks");
  const result = await batch(
    [
      { tool: "chrome_switch_tab", args: { tabId: 1 }, as: "first" },
      { tool: "chrome_keyboard", args: { keys: "$first.url" } },
    ],
    { stopOnError: false },
  );
  expect(result.steps.map(({ failure }) => failure?.code)).toEqual([
    "tab_not_found",
    "invalid_arguments",
  ]);
});

test("only the last answer or only failures come back when that is asked for", async () => {
  await browser.open("clicks");
  const steps = [
    { tool: "chrome_switch_tab", args: { tabId: 1 }, continueOnError: true },
    { tool: "chrome_screenshot", args: { width: 100 } },
    { tool: "chrome_javascript", args: { code: "1 + 1" } },
  ];
  const stepsOf = async (returnOnly: string) =>
    (await batch(steps, { returnOnly })).steps.map(({ step }) => step);
  expect(await stepsOf("all")).toEqual([1, 2, 3]);
  expect(await stepsOf("last")).toEqual([1, 3]);
  expect(await stepsOf("errors")).toEqual([1]);
});

test("pictures come with the answer, and each step says how many are its own", async () => {
  await browser.open("clicks");
  const picture = { tool: "chrome_screenshot", args: { width: 100 } };
  const both = await browser.begin("chrome_batch", { steps: [picture, picture] }).answer;
  if (!both.ok) throw new Error(both.failure.message);
  expect(both.value.images).toHaveLength(2);
  expect(both.value.data).toMatchObject({ steps: [{ pictures: 1 }, { pictures: 1 }] });
  const last = await browser.begin("chrome_batch", {
    steps: [picture, picture],
    returnOnly: "last",
  }).answer;
  expect(last.ok && last.value.images).toHaveLength(1);
});

test("the time of a step that is done ends nothing that comes later", async () => {
  await browser.open("clicks");
  const url = browser.pages.page("fields");
  await batch([{ tool: "chrome_navigate", args: { url, timeoutMs: 800 } }]);
  const stepEndsMs = Date.now() + 800;
  const slow = `${browser.pages.origin}/slow`;
  const loading = browser.call("chrome_navigate", { url: slow });
  await browser.untilHeld();
  await until("the end of the step's time", () => Date.now() > stepEndsMs || undefined);
  // What would be stopped is stopped before this is answered.
  await browser.call("get_windows_and_tabs");
  browser.pages.release();
  expect(await loading).toMatchObject({ url: slow, status: 200 });
});

test("a batch in a batch is refused", async () => {
  const inner = { tool: "chrome_batch", args: { steps: [{ tool: "get_windows_and_tabs" }] } };
  expect(await batch([inner])).toMatchObject({
    done: 0,
    steps: [{ failure: { code: "invalid_arguments" } }],
  });
});

test("answers that are too large to be sent together are refused as that", async () => {
  await browser.open("clicks");
  await browser.inPage("void (out.textContent = 'x'.repeat(400_000))");
  const read = { tool: "chrome_get_web_content", args: { maxChars: 400_000 } };
  const steps = Array.from({ length: 45 }, () => read);
  expect(await browser.refusal("chrome_batch", { steps })).toMatchObject({ code: "too_large" });
  expect(await batch(steps, { returnOnly: "last" })).toMatchObject({ done: 45 });
});

test("a cancelled batch does nothing more", async () => {
  await browser.open("clicks");
  const running = browser.begin("chrome_batch", {
    steps: [
      { tool: "chrome_click_element", args: { selector: "#trusted" } },
      { tool: "chrome_javascript", args: { code: "await fetch('/slow', { cache: 'no-store' })" } },
      { tool: "chrome_click_element", args: { selector: "#adds" } },
    ],
  });
  await browser.untilHeld();
  running.cancel();
  expect(await running.answer).toMatchObject({ ok: false, failure: { code: "cancelled" } });
  browser.pages.release();
  expect(await browser.inPage("[out.textContent, document.querySelectorAll('p').length]")).toEqual([
    "trusted true",
    1,
  ]);
});

test("when its time is over a batch tells what was done, and a step may have a shorter time of its own", async () => {
  await browser.open("clicks");
  const slow = {
    tool: "chrome_javascript",
    args: { code: "await fetch('/slow', { cache: 'no-store' })" },
  };
  const first = { tool: "chrome_click_element", args: { selector: "#trusted" } };
  expect(await batch([first, slow, first], { timeoutMs: 1_500 })).toMatchObject({
    done: 1,
    stopped: true,
    steps: [{ ok: true }, { ok: false, failure: { code: "timeout" } }],
  });
  const short = { ...slow, args: { ...slow.args, timeoutMs: 300 }, continueOnError: true };
  expect(await batch([short, first])).toMatchObject({
    done: 1,
    steps: [{ failure: { code: "timeout" } }, { ok: true }],
  });
  browser.pages.release();
});

test("another client's action on the same tab waits until the batch is done", async () => {
  const { tabId } = await browser.open("clicks");
  const running = browser.begin("chrome_batch", {
    tabId,
    steps: [
      { tool: "chrome_javascript", args: { code: "await fetch('/slow', { cache: 'no-store' })" } },
      { tool: "chrome_javascript", args: { code: "out.textContent = 'batch'" } },
    ],
  });
  await browser.untilHeld();
  const other = browser.begin(
    "chrome_javascript",
    { tabId, code: "out.textContent += ' then other'" },
    "other",
  );
  browser.pages.release();
  expect(await running.answer).toMatchObject({ ok: true, value: { data: { done: 2 } } });
  expect(await other.answer).toMatchObject({ ok: true });
  expect(await browser.inPage("out.textContent")).toBe("batch then other");
});
