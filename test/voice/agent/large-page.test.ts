import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Conversation } from "../../../src/voice/agent/conversation.ts";
import type { VoiceToolAnswer } from "../../../src/voice/agent/host-line.ts";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { understand } from "../../../src/voice/agent/sentences/understand.ts";
import { isBrowserToolName } from "../../../src/tools/catalogue.ts";
import { DrivenBrowser } from "../../support/driven-browser.ts";

/** Chromium is started. */
setDefaultTimeout(60_000);

const LINKS = 2_000;

let browser: DrivenBrowser;

beforeAll(async () => {
  browser = await DrivenBrowser.start();
});

afterAll(() => browser[Symbol.asyncDispose]());

async function call(tool: string, args: unknown): Promise<VoiceToolAnswer> {
  if (!isBrowserToolName(tool)) return { ok: true, data: { browsers: [] } };
  const answer = await browser.begin(tool, Object.fromEntries(Object.entries(args ?? {}))).answer;
  return answer.ok ? { ok: true, data: answer.value.data } : answer;
}

test("on a page with 2,000 links each can be named, and numbered", async () => {
  await browser.call("chrome_navigate", { url: browser.pages.page(`links?n=${LINKS}`) });
  const scene = new PageScene(call);
  const measured = () => undefined;
  const conversation = new Conversation({
    understand,
    scene,
    call,
    answer: async () => ({ ok: true, data: {} }),
    measured,
  });
  const say = (text: string) => conversation.hear(text);

  expect(await say("click item 1999")).toEqual({ kind: "say", text: "Clicked Item 1999." });
  await browser.untilInPage("location.hash === '#1999'");
  expect(scene.now().controls).toHaveLength(LINKS);
  expect(await say("show numbers")).toMatchObject({ text: expect.stringContaining("number") });
  expect(await say("one thousand five hundred")).toEqual({
    kind: "say",
    text: "Clicked Item 1500.",
  });
  await browser.untilInPage("location.hash === '#1500'");
});
