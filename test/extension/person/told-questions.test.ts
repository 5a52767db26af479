import { afterAll, beforeAll, expect, test } from "bun:test";
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
afterAll(() => browser[Symbol.asyncDispose]());

/** The question that the server is told of next. */
async function told(asking: () => void) {
  const before = browser.questions.length;
  asking();
  const opened = await until("a question", () => browser.questions[before]);
  if (opened.type !== "question_opened") throw new Error(`It was ${opened.type}.`);
  return opened.question;
}

function untilClosed(id: string) {
  return until("the question's end", () =>
    browser.questions.find((frame) => frame.type === "question_closed" && frame.id === id),
  );
}

test("the server is told of a question, and its answer closes the card in the page", async () => {
  let answer: Promise<unknown> | undefined;
  const question = await told(() => {
    const ask = { question: "Which?", kind: "choice", options: ["One", "Two"] };
    ({ answer } = browser.begin("chrome_ask_user", ask, "ann"));
  });
  expect(question).toEqual({
    id: expect.any(String),
    kind: "choice",
    text: "Which?",
    choices: ["One", "Two"],
    client: "ann",
    origin: new URL(browser.pages.page("fields")).origin,
  });
  await person.card();
  browser.send({ type: "answer_question", id: crypto.randomUUID(), answer: "One" });
  browser.send({ type: "answer_question", id: question.id, answer: "Three" });
  browser.send({ type: "answer_question", id: question.id, answer: "Two" });
  expect(await answer).toMatchObject({ value: { data: { answer: "Two" } } });
  await person.untilNoCard();
  await untilClosed(question.id);
});

test("an answer that is none declines, and one given in the page is told as the end", async () => {
  let answer: Promise<unknown> | undefined;
  const ask = (question: string) => () => {
    ({ answer } = browser.begin("chrome_ask_user", { question, kind: "confirm" }));
  };
  const declined = await told(ask("Really?"));
  browser.send({ type: "answer_question", id: declined.id });
  expect(await answer).toMatchObject({ failure: { code: "denied_by_user" } });

  const { id } = await told(ask("Sure?"));
  await person.untilCardSays("Sure?");
  await person.clickInCard("Yes");
  expect(await answer).toMatchObject({ value: { data: { answer: "yes" } } });
  await untilClosed(id);
});

test("the server does not hear of what is to be pointed at in the page", async () => {
  const before = browser.questions.length;
  const pointing = browser.begin("chrome_request_element_selection", {
    requests: [{ name: "That" }],
  });
  expect(await person.card()).toMatchObject({ question: "That" });
  await person.press("Escape");
  expect(await pointing.answer).toMatchObject({ failure: { code: "denied_by_user" } });
  expect(browser.questions.slice(before)).toEqual([]);
});

test("a secret is for the page alone: the server neither hears of it nor answers", async () => {
  const before = browser.questions.length;
  const secret = browser.begin("chrome_ask_user", {
    question: "The password?",
    kind: "secret",
    selector: "input",
  });
  expect(await person.card()).toMatchObject({ question: "The password?" });
  const view = await (
    await browser.person()
  ).viewWhere("a question", (now) => now.openQuestions.length > 0);
  const [open] = view.openQuestions;
  browser.send({ type: "answer_question", id: open?.id ?? "", answer: "hunter2" });
  browser.send({ type: "answer_question", id: open?.id ?? "" });
  await person.type("from the person");
  await person.press("Enter");
  expect(await secret.answer).toMatchObject({ value: { data: { filled: true } } });
  expect(await browser.inPage("document.querySelector('input').value")).toBe("from the person");

  expect(browser.questions.slice(before)).toEqual([]);
});
