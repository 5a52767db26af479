import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../support/driven-browser.ts";
import { PersonInPage } from "../../support/person-in-page.ts";
import { until } from "../../support/until.ts";

let browser: DrivenBrowser;
let person: PersonInPage;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
  await browser.open("fields", { background: false });
  person = await PersonInPage.at(browser.chromium, browser.pages.page("fields"));
});
beforeEach(async () => {
  await browser.open("fields");
});
afterAll(() => browser[Symbol.asyncDispose]());

const answeredSchema = z.object({ value: z.object({ data: z.unknown() }) });

/** What was answered, whole, as it went to the server. */
async function answerOf(asking: { answer: Promise<unknown> }) {
  return answeredSchema.parse(await asking.answer).value.data;
}

test("the person's text is the answer", async () => {
  const asking = browser.begin("chrome_ask_user", { question: "Which colour?" }, "ann");
  expect(await person.card()).toMatchObject({ heading: "ann asks", question: "Which colour?" });
  await person.type("green");
  await person.press("Enter");
  expect(await answerOf(asking)).toEqual({ answer: "green" });
  expect(await person.hasCard()).toBe(false);
});

test("a question is read out to those who do not see it come, wherever they type", async () => {
  await person.evaluate("document.querySelector('input').focus()");
  const asking = browser.begin("chrome_ask_user", { question: "Which colour?" }, "ann");
  await person.untilReadOut("Which colour?");
  await person.untilReadOut("ann asks");
  expect(await person.evaluate("document.activeElement.localName")).toBe("input");
  asking.cancel();
  await asking.answer;
});

test("a choice and a confirmation are made by keyboard or mouse", async () => {
  const choosing = browser.begin("chrome_ask_user", {
    question: "Which?",
    kind: "choice",
    options: ["One", "Two"],
  });
  await person.card();
  await person.press("Tab");
  await person.press("Tab");
  await person.press("Enter");
  expect(await answerOf(choosing)).toEqual({ answer: "Two" });

  const confirming = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  await person.clickInCard("Yes");
  expect(await answerOf(confirming)).toEqual({ answer: "yes" });
});

test("who does not want to answer says so with Escape or a button, and the client is told", async () => {
  const asking = browser.refusal("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  await person.card();
  await person.press("Escape");
  expect(await asking).toMatchObject({ code: "denied_by_user" });
});

test("a secret goes into its field, and into no answer", async () => {
  const asking = browser.begin("chrome_ask_user", {
    question: "The password?",
    kind: "secret",
    selector: "input",
  });
  await person.card();
  await person.type("hunter2");
  await person.press("Enter");
  expect(JSON.stringify(await asking.answer)).not.toContain("hunter2");
  expect(await answerOf(asking)).toEqual({ filled: true });
  expect(await browser.inPage("document.querySelector('input').value")).toBe("hunter2");
});

test("a secret goes into the frame that is named, where others have such a field too", async () => {
  await browser.open("reading", { waitUntil: "load" });
  const frameId = Number(/\[ref=f(\d+)e\d+\]/.exec(await browser.outline())?.[1]);
  const asked = { question: "The code?", kind: "secret", selector: "input", frameId };
  const asking = browser.begin("chrome_ask_user", asked);
  await person.card();
  await person.type("sesame");
  await person.press("Enter");
  expect(await answerOf(asking)).toEqual({ filled: true });
  const code = "document.querySelector('input').value";
  expect(await browser.inPage(code)).toBe("ann@example.com");
  const inFrame = await browser.call("chrome_javascript", { frameId, code });
  expect(inFrame.value).toBe('"sesame"');
});

test("neither the page nor a client can answer for the person", async () => {
  const asking = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" }, "ann");
  const { x, y } = await person.placeInCard("Yes");
  await person.evaluate(`{
    const host = document.querySelector("chrome-mcp-card");
    host.click();
    document.elementFromPoint(${x}, ${y}).dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    host.remove();
  }`);
  const clicking = await browser.refusal("chrome_click_element", { coordinates: { x, y } }, "eve");
  expect(clicking).toMatchObject({ code: "user_took_over" });
  expect(await browser.refusal("chrome_keyboard", { keys: "Enter" }, "ann")).toMatchObject({
    code: "user_took_over",
  });
  expect(await browser.outline()).not.toContain("Sure?");

  await person.clickInCard("No");
  expect(await answerOf(asking)).toEqual({ answer: "no" });
});

test("no picture, recording or PDF for clients shows the question, and the person goes on answering it", async () => {
  const bare = { picture: await picture(), pdf: (await browser.call("chrome_pdf")).bytes };
  await browser.call("chrome_gif_recorder", { action: "start", durationMs: 2_000 });
  const asking = browser.begin("chrome_ask_user", { question: "Which colour?" }, "ann");
  await person.card();
  await person.type("gre");
  const seen = await person.picture("light");
  expect(await picture()).toBe(bare.picture);
  await person.type("en");
  await until("the card to be seen again", async () =>
    seen.equals(await person.picture("light")) ? undefined : true,
  );
  expect((await browser.call("chrome_pdf")).bytes).toBe(bare.pdf);

  await person.press("Enter");
  expect(await answerOf(asking)).toEqual({ answer: "green" });
  const recorded = await until("the end of the recording", async () => {
    const state = await browser.call("chrome_gif_recorder", { action: "status" });
    return state.recording ? undefined : state;
  });
  expect(recorded.frames).toBe(1);
}, 15_000);

async function picture(): Promise<string | undefined> {
  const answer = await browser.begin("chrome_screenshot", { format: "png" }).answer;
  return answer.ok ? answer.value.images?.[0]?.base64 : undefined;
}

test("a question outlasts the page it was asked in, and goes when the call is cancelled", async () => {
  const asking = browser.begin("chrome_ask_user", { question: "Still there?" });
  await person.card();
  await person.evaluate("location.reload()");
  expect(await person.card()).toMatchObject({ question: "Still there?" });
  asking.cancel();
  expect(await asking.answer).toMatchObject({ failure: { code: "cancelled" } });
  await person.untilNoCard();
});

test("nobody who answers is a timeout", async () => {
  const refusal = await browser.refusal("chrome_ask_user", { question: "Hello?", timeoutMs: 900 });
  expect(refusal).toMatchObject({ code: "timeout" });
  await person.untilNoCard();
});

test("the person points at elements, which get refs, and the page hears nothing of it", async () => {
  await person.evaluate("onclick = onmousedown = () => (document.title = 'clicked')");
  const asking = browser.begin("chrome_request_element_selection", {
    requests: [{ name: "The first field", id: "a" }, { name: "Another one" }],
  });
  expect(await person.card()).toMatchObject({ question: "The first field" });
  const place = await person.placeOf("input");
  await person.click(place);
  await person.untilCardSays("Another one");
  await person.evaluate("document.querySelector('textarea').focus()");
  await person.press("Enter");
  const { elements } = z
    .object({ elements: z.array(z.object({ ref: z.string(), element: z.string() })) })
    .parse(await answerOf(asking));
  expect(elements.map(({ element }) => element)).toEqual([
    expect.stringContaining("<input"),
    expect.stringContaining("<textarea"),
  ]);
  expect(await person.evaluate("document.title")).not.toBe("clicked");
  await browser.call("chrome_fill_or_select", { ref: elements[0]?.ref, value: "pointed" });
  expect(await browser.inPage("document.querySelector('input').value")).toBe("pointed");
});

test("what is pointed at is marked over the page's own dialog, whatever its styles are meant for", async () => {
  await person.evaluate(`{
    document.body.innerHTML = '<dialog>In the way <button id="in">Go on</button></dialog>';
    document.querySelector("dialog").showModal();
    const style = document.createElement("style");
    style.textContent = "* { position: static !important; width: auto !important; outline: 0 !important; background: none !important }";
    document.head.append(style);
  }`);
  const asking = browser.begin("chrome_request_element_selection", {
    requests: [{ name: "The way on" }],
  });
  await person.card();
  const place = await person.placeOf("#in");
  await person.move(place);
  await person.untilMarked(place);
  await person.click(place);
  expect(await answerOf(asking)).toMatchObject({
    elements: [{ element: expect.stringContaining("<button#in>") }],
  });
});
