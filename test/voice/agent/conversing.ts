import { expect } from "bun:test";
import { Conversation } from "../../../src/voice/agent/conversation.ts";
import type { VoiceToolAnswer } from "../../../src/voice/agent/host-line.ts";
import type { LanguageModel } from "../../../src/voice/agent/providers/language-model.ts";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { understand } from "../../../src/voice/agent/sentences/understand.ts";

const OUTLINE = 'link "Details" [ref=e1]\nlink "Details" [ref=e2]\nbutton "Sign in" [ref=e3]';

/** What is called to see what is there. */
export const LOOKS = ["chrome_read_page", "get_windows_and_tabs", "chrome_list_browsers"];

/** One person at a page, with a browser that says yes to everything. */
export function conversing(outline = OUTLINE) {
  const calls: { tool: string; args: Record<string, unknown> }[] = [];
  const page = { tabId: 1, url: "http://shop.test/", title: "Shop", truncated: false };
  const answers: Record<string, VoiceToolAnswer> = {
    chrome_read_page: { ok: true, data: { ...page, outline } },
    get_windows_and_tabs: { ok: true, data: { windows: [] } },
    chrome_list_browsers: { ok: true, data: { browsers: [] } },
  };
  const call = async (tool: string, args: unknown): Promise<VoiceToolAnswer> => {
    const answer = answers[tool];
    if (tool === "chrome_read_page") await person.looking;
    if (!answer || !LOOKS.includes(tool)) {
      calls.push({ tool, args: Object.fromEntries(Object.entries(args ?? {})) });
    }
    return answer ?? { ok: true, data: {} };
  };
  const scene = new PageScene(call);
  const given: (string | undefined)[] = [];
  const conversation = new Conversation({
    understand,
    scene,
    call,
    answer: async (_id, answer) => {
      given.push(answer);
      return { ok: true, data: {} };
    },
    measured: () => undefined,
  });
  const person = {
    /** Each look at the page takes until this is over. */
    looking: Promise.resolve(),
    calls,
    answers,
    scene,
    /** What clients were answered. */
    given,
    say: (text: string) => conversation.hear(text),
    /** What a language model says to it; the rules must not know it. */
    async think(model: LanguageModel, text: string) {
      expect(await conversation.hear(text)).toEqual({ kind: "unknown" });
      const words = conversation.think(model, text, new AbortController().signal);
      return (await Array.fromAsync(words)).join("");
    },
    /** Says something that is no more than what it sounded like. */
    mumble: (text: string) => conversation.hear(text, true),
    /** The numbers that were drawn, call by call. */
    drawn: () =>
      calls.filter(({ tool }) => tool === "chrome_show_numbers").map(({ args }) => args["labels"]),
  };
  return person;
}
