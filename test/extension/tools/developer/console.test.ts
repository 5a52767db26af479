import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const read = (args: object = {}) => browser.call("chrome_console", args);
const say = (code: string) => browser.call("chrome_javascript", { code });

async function openAndThrow() {
  const { tabId } = await browser.open("console", { waitUntil: "load" });
  await browser.untilInPage('document.title === "Console thrown"');
  return tabId;
}

test("a snapshot tells what the page and its frames said before anybody listened", async () => {
  await openAndThrow();
  const { messages, exceptions, tabTitle } = await read();
  expect(tabTitle).toBe("Console thrown");
  expect(messages.map(({ level, text }) => [level, text])).toEqual(
    expect.arrayContaining([
      ["log", "count 3 {a: 1, list: Array(2)} [1, two] null undefined 4n"],
      ["warning", "beware"],
      ["error", expect.stringMatching(/^broken Error: inner cause/)],
      ["info", "from the frame"],
    ]),
  );
  const beware = messages.find(({ text }) => text === "beware");
  expect(beware).toMatchObject({ url: browser.pages.page("console"), lineNumber: 5 });
  expect(exceptions.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Uncaught TypeError: uncaught/),
  ]);
});

test("messages are chosen by severity, pattern and number", async () => {
  await openAndThrow();
  const errors = await read({ onlyErrors: true, includeExceptions: false });
  expect(errors.messages.map(({ level }) => level)).not.toContain("log");
  expect(errors.exceptions).toEqual([]);
  expect((await read({ pattern: "/BEWARE/i" })).messages).toHaveLength(1);
  const newest = await read({ limit: 1 });
  expect(newest.messages).toHaveLength(1);
  expect(newest).toMatchObject({ messageLimitReached: true });
  expect(newest.messageCount).toBeGreaterThan(2);
  expect((await read({ maxMessages: 2 })).messages).toHaveLength(2);
  for (const pattern of ["(", "(a+)+$"]) {
    expect(await browser.refusal("chrome_console", { pattern })).toMatchObject({
      code: "invalid_arguments",
    });
  }
});

test("a record goes on over navigations and other tools, tells nothing twice, and can be emptied", async () => {
  const tabId = await openAndThrow();
  const first = await read({ mode: "buffer" });
  expect(first.messages.map(({ text }) => text)).toContain("from the frame");
  await browser.open("clicks");
  await say("console.log('on the next page')");
  const inFrame = /button "Inside" \[ref=f(\d+)e/;
  await browser.open("reading");
  const [, frameId] = inFrame.exec(await browser.outline()) ?? [];
  await browser.call("chrome_javascript", {
    code: "console.log('in a frame')",
    frameId: Number(frameId),
  });
  await say("console.log('last')");
  await say("console.log({ a: 1, list: [1, 2] }, [1, 'two'])");
  const later = await read({ mode: "buffer", tabId, clearAfterRead: true });
  const said = later.messages.map(({ text }) => text);
  expect(said).toEqual([...new Set(said)]);
  expect(said).toEqual(
    expect.arrayContaining([
      "beware",
      "on the next page",
      "in a frame",
      "last",
      "{a: 1, list: Array(2)} [1, two]",
    ]),
  );
  expect((await read({ mode: "buffer" })).messages).toEqual([]);
  await say("for (let i = 0; i < 1100; i++) console.log('many', i)");
  const many = await read({ mode: "buffer", limit: 2 });
  expect(many).toMatchObject({ messageCount: 1_000, droppedMessageCount: 100 });
  expect(many.messages.map(({ text }) => text)).toEqual(["many 1098", "many 1099"]);
});

test("a frame of a site that the person denied is not heard", async () => {
  const person = await browser.person();
  await openAndThrow();
  await person.do({ do: "set_site", site: "localhost", stance: "deny" });
  const texts = (await read()).messages.map(({ text }) => text);
  await person.do({ do: "set_site", site: "localhost" });
  expect(texts).toContain("beware");
  expect(texts).not.toContain("from the frame");
});
