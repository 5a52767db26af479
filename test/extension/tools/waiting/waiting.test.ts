import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { until } from "../../../support/until.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

/** A wait that has begun in the page, before what it waits for is done. */
function waiting(condition: object) {
  const call = browser.begin("chrome_wait_for", { condition, timeoutMs: 10_000 });
  return async (act: () => Promise<unknown>) => {
    await act();
    const answer = await call.answer;
    if (!answer.ok) throw new Error(answer.failure.message);
    return answer.value.data;
  };
}

test("an element and a text are waited for until they are seen, and answered with a ref", async () => {
  await browser.open("waiting");
  const element = await waiting({ kind: "element", selector: "#late" })(() =>
    browser.inPage("show()"),
  );
  const { ref } = z.object({ title: z.literal("Waiting"), ref: z.string() }).parse(element);
  expect(ref).toMatch(/^e\d+$/);
  const there = await browser.call("chrome_wait_for", {
    condition: { kind: "text", text: "ready  NOW" },
  });
  expect(there.ref).toBe(ref);
});

test("what fades in counts when it is seen, what goes when it is gone", async () => {
  await browser.open("waiting");
  await waiting({ kind: "text", text: "Faint" })(() => browser.inPage("reveal()"));
  expect(Number(await browser.inPage("getComputedStyle(faint).opacity"))).toBeGreaterThan(0);
  const gone = { kind: "text", text: "Loading", gone: true };
  await waiting(gone)(() => browser.inPage("show()"));
});

test("it is waited across a navigation and in frames that come later", async () => {
  await browser.open("waiting");
  await waiting({ kind: "text", text: "All kinds of things" })(() =>
    browser.inPage("setTimeout(() => { location.href = '/reading' })"),
  );
  await browser.open("waiting");
  const add = `document.body.insertAdjacentHTML("beforeend", "<iframe src='${browser.pages.otherOrigin}/inner'></iframe>")`;
  const came = await waiting({ kind: "element", selector: "button" })(() => browser.inPage(add));
  expect(came).toMatchObject({ ref: expect.stringMatching(/^f\d+e\d+$/) });
});

test("the address and the title are waited for", async () => {
  await browser.open("waiting");
  const moved = await waiting({ kind: "url", url: "#there" })(() =>
    browser.inPage("setTimeout(() => { location.hash = 'there' })"),
  );
  expect(moved).toMatchObject({ url: `${browser.pages.page("waiting")}#there` });
  await waiting({ kind: "title", title: "3 new" })(() =>
    browser.inPage("document.title = '3 new'"),
  );
});

test("a request is waited for to its end, and the network until it is idle", async () => {
  await browser.open("waiting");
  await browser.inPage("1");
  const answer = waiting({ kind: "network", url: "/slow" })(async () => {
    await browser.inPage("void fetch('/slow').then((answer) => answer.text())");
    await until("the request", () => browser.pages.held() || undefined);
    browser.pages.release();
  });
  expect(await answer).toMatchObject({ note: "The request was answered with 200." });
  await browser.call("chrome_wait_for", { condition: { kind: "networkIdle" } });
});

test("what a page that is gone still asked for is not waited for", async () => {
  for (const next of [browser.pages.page("fields"), `${browser.pages.otherOrigin}/fields`]) {
    await browser.open("clicks");
    await browser.inPage('void fetch("/slow"); 1');
    await browser.untilHeld();
    await browser.call("chrome_navigate", { url: next });
    const condition = { kind: "networkIdle" };
    await browser.call("chrome_wait_for", { condition, timeoutMs: 5_000 });
    browser.pages.release();
  }
});

test("a click tells of the download that it began, and its end is waited for", async () => {
  await browser.open("waiting");
  const saved = await waiting({ kind: "download" })(async () => {
    const { effect } = await browser.call("chrome_click_element", { selector: "#save" });
    expect(effect).toContain('A download began: "notes.txt".');
  });
  expect(saved).toMatchObject({ note: expect.stringContaining("notes.txt") });
});

test("what does not come ends with timeout by the deadline; a condition without its part is refused", async () => {
  await browser.open("waiting");
  const never = { condition: { kind: "text", text: "never" }, timeoutMs: 600 };
  expect(await browser.refusal("chrome_wait_for", never)).toMatchObject({ code: "timeout" });
  const empty = { condition: { kind: "element" } };
  expect(await browser.refusal("chrome_wait_for", empty)).toMatchObject({
    code: "invalid_arguments",
  });
  await browser.call("chrome_wait_for", { condition: { kind: "sleep", ms: 1 } });
});
