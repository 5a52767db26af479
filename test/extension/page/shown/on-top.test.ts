import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";
import { PersonInPage } from "../../../support/person-in-page.ts";

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

const BIG = "inset: 0; width: 100vw; height: 100vh; max-width: none; max-height: none";

const COVERS: [string, string][] = [
  [
    "a dialog that shuts off the page",
    `{
      const made = document.createElement("dialog");
      made.style = "${BIG}";
      document.body.append(made);
      made.showModal();
    }`,
  ],
  [
    "such a dialog in a closed shadow root",
    `{
      const made = document.createElement("div");
      document.body.append(made);
      const shadow = made.attachShadow({ mode: "closed" });
      shadow.innerHTML = "<dialog>Closed</dialog>";
      shadow.firstChild.showModal();
    }`,
  ],
  [
    "a popover over everything",
    `{
      const made = document.createElement("div");
      made.popover = "manual";
      made.style = "${BIG}";
      document.body.append(made);
      made.showPopover();
    }`,
  ],
  ["a page that is inert as a whole", "document.documentElement.inert = true"],
  [
    "styles that are meant for everything",
    `document.head.append(Object.assign(document.createElement("style"), {
      textContent: "* { all: unset !important; opacity: 0 !important; pointer-events: none !important }",
    }))`,
  ],
];

test.each(COVERS)("over %s, a question is seen and answered", async (_, cover) => {
  await person.evaluate(cover);
  const asking = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  await person.clickInCard("Yes");
  expect(await asking.answer).toMatchObject({ value: { data: { answer: "yes" } } });
});

test.each(COVERS)("%s does not lie over a question for longer than a moment", async (_, cover) => {
  const asking = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  await person.card();
  await person.evaluate(cover);
  await person.untilCardIsOnTop();
  await person.clickInCard("Yes");
  expect(await asking.answer).toMatchObject({ value: { data: { answer: "yes" } } });
});

test.each(["made.close()", "made.remove()", "made.innerHTML = '<p>Other</p>'"])(
  "a dialog can be used beside a card that stands in it, which outlasts %s",
  async (ends) => {
    await person.evaluate(`{
      globalThis.made = document.createElement("dialog");
      made.innerHTML = '<input id="in">';
      document.body.append(made);
      made.showModal();
    }`);
    const asked = { question: "Sign in, please.", kind: "takeover" };
    const asking = browser.begin("chrome_ask_user", asked);
    await person.card();
    await person.click(await person.placeOf("#in"));
    await person.type("ann");
    expect(await person.evaluate("document.querySelector('#in').value")).toBe("ann");
    await person.evaluate(ends);
    await person.untilCardIsOnTop();
    await person.clickInCard("Done");
    expect(await asking.answer).toMatchObject({ value: { data: { answer: "done" } } });
  },
);

test("what fills the screen does not lie over a question, and what was typed into it is kept", async () => {
  await person.evaluate(`{
    const made = Object.assign(document.createElement("button"), { id: "fill", textContent: "Fill" });
    made.onclick = () => made.parentElement.requestFullscreen();
    document.body.prepend(document.createElement("div"));
    document.body.firstChild.append(made);
  }`);
  const asking = browser.begin("chrome_ask_user", { question: "Which colour?" });
  await person.card();
  await person.type("gre");
  await person.click(await person.placeOf("#fill"));
  await person.untilInPage("document.fullscreenElement !== null");
  await person.untilCardIsOnTop();
  await person.clickInCard("Send");
  expect(await asking.answer).toMatchObject({ value: { data: { answer: "gre" } } });
  await person.evaluate("document.exitFullscreen()");
});

test("the page can neither hide a question, nor shut it off, by what it can reach of it", async () => {
  const asking = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  await person.card();
  await person.evaluate(`{
    const host = document.querySelector("chrome-mcp-card");
    host.style.cssText = "display: none !important; transform: scale(0) !important";
    host.hidden = true;
    host.popover = "manual";
    host.inert = true;
  }`);
  await person.untilCardIsOnTop();
  await person.clickInCard("No");
  expect(await asking.answer).toMatchObject({ value: { data: { answer: "no" } } });
});

test("a page that throws out all it does not know goes on, and the person is asked elsewhere", async () => {
  await person.evaluate(`{
    globalThis.thrownOut = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (!node.localName?.startsWith("chrome-mcp-card")) continue;
          thrownOut += 1;
          node.remove();
        }
      }
    }).observe(document.documentElement, { childList: true });
  }`);
  const panel = await browser.person();
  const asking = browser.begin("chrome_ask_user", { question: "Sure?", kind: "confirm" });
  const { openQuestions } = await panel.viewWhere(
    "the question",
    (view) => view.openQuestions.length > 0,
  );
  await person.untilInPage("thrownOut > 1");
  await panel.do({ do: "answer_client", id: openQuestions[0]?.id ?? "", answer: "yes" });
  expect(await asking.answer).toMatchObject({ value: { data: { answer: "yes" } } });
});

test("of two questions the later one lies above, and is answered first", async () => {
  const asked = { question: "Sure?", kind: "confirm" };
  const earlier = browser.begin("chrome_ask_user", asked, "ann");
  await person.card();
  const later = browser.begin("chrome_ask_user", asked, "bob");
  await person.untilInPage(`document.querySelectorAll("chrome-mcp-card").length === 2`);
  await person.clickInCard("Yes");
  expect(await later.answer).toMatchObject({ value: { data: { answer: "yes" } } });
  await person.clickInCard("No");
  expect(await earlier.answer).toMatchObject({ value: { data: { answer: "no" } } });
});
