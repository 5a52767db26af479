import { afterAll, beforeEach, expect, spyOn, test } from "bun:test";
import { providerEars, providerVoice } from "../../../../src/voice/agent/providers/cloud-speech.ts";
import { LanguageModel } from "../../../../src/voice/agent/providers/language-model.ts";
import {
  recogniserOf,
  synthesiserOf,
  Trust,
} from "../../../../src/voice/agent/providers/with-fallback.ts";
import type { ThreadSettings } from "../../../../src/voice/port.ts";
import { fakeSenses } from "../../fake-senses.ts";

/** What the provider answers next, by the last part of the path; undefined: it fails. */
const answers = new Map<string, (body: unknown) => Response | undefined>();
const asked: string[] = [];

const provider = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    const type = request.headers.get("content-type") ?? "";
    const body = type.includes("json") ? await request.json() : await request.blob();
    return answers.get(pathname)?.(body) ?? new Response(null, { status: 500 });
  },
});

afterAll(() => provider.stop(true));

beforeEach(() => {
  answers.clear();
  asked.length = 0;
});

const at = { provider: "openai", baseUrl: `http://127.0.0.1:${provider.port}`, apiKey: "key" };
const settings: ThreadSettings = {
  agentName: "agent",
  nodeId: "node",
  language: "en",
  userRoomPrefix: "room-",
  maxSessions: 1,
  graceMs: 0,
  maxInactiveMs: 1_000,
  stt: at,
  tts: at,
  llm: { ...at, maxSteps: 3 },
  vad: { minSilenceMs: 400, activationThreshold: 0.5 },
};
const sound = new Float32Array(1_600);

test("an OpenAI-compatible address hears and speaks", async () => {
  answers.set("/audio/transcriptions", () => Response.json({ text: " Go back. " }));
  answers.set("/audio/speech", () => new Response(new Int16Array([1, 2, 3])));

  expect(await providerEars(settings)?.(sound)).toBe("Go back.");
  expect(await providerVoice(settings)?.("Done.")).toEqual({
    samples: new Int16Array([1, 2, 3]),
    sampleRate: 24_000,
  });
});

test("Deepgram hears", async () => {
  const results = { channels: [{ alternatives: [{ transcript: "go back" }] }] };
  answers.set("/listen", () => Response.json({ results }));
  const stt = { ...at, provider: "deepgram" };

  expect(await providerEars({ ...settings, stt })?.(sound)).toBe("go back");
});

test("Deepgram speaks", async () => {
  const texts: unknown[] = [];
  answers.set("/speak", (body) => {
    texts.push(body);
    return new Response(new Int16Array([4, 5]));
  });
  const tts = { ...at, provider: "deepgram" };

  expect(await providerVoice({ ...settings, tts })?.("Done.")).toEqual({
    samples: new Int16Array([4, 5]),
    sampleRate: 24_000,
  });
  expect(texts).toEqual([{ text: "Done." }]);
});

test("the full stop that a provider sets is not typed", async () => {
  answers.set("/audio/transcriptions", () => Response.json({ text: "Fill first name with Ann." }));
  const ears = providerEars(settings);
  if (!ears) throw new Error("no provider");
  const trust = new Trust(() => undefined);

  const heard = await recogniserOf(ears, fakeSenses.recogniser, trust).transcribe(sound, {});
  expect(heard).toMatchObject({ kind: "sentence", text: "Fill first name with Ann" });
});

test("while a provider fails the offline parts work, and that is said once", async () => {
  const said: string[] = [];
  const ears = providerEars(settings);
  const voice = providerVoice(settings);
  if (!ears || !voice) throw new Error("no provider");
  const trust = (what: string) => new Trust(() => said.push(what));
  const recogniser = recogniserOf(ears, fakeSenses.recogniser, trust("ears"));
  const synthesiser = synthesiserOf(voice, fakeSenses.synthesiser, trust("voice"));

  for (let times = 0; times < 3; times += 1) {
    expect((await recogniser.transcribe(sound, {})).kind).toBe("nothing");
    expect((await synthesiser.speak("Hello.")).sampleRate).toBe(16_000);
  }

  expect(said).toEqual(["ears", "voice"]);
  expect(asked).toEqual(["/audio/transcriptions", "/audio/speech"]);
});

test("a provider that does not answer within six seconds is one that failed", async () => {
  const late = new AbortController();
  const deadline = spyOn(AbortSignal, "timeout").mockImplementation(() => late.signal);
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  using slow = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      reach();
      return new Promise<Response>(() => undefined);
    },
  });
  const stt = { ...at, baseUrl: slow.url.href.replace(/\/$/, "") };
  const ears = providerEars({ ...settings, stt });
  if (!ears) throw new Error("no provider");
  const said: string[] = [];
  const trust = new Trust(() => said.push("ears"));

  const heard = recogniserOf(ears, fakeSenses.recogniser, trust).transcribe(sound, {});
  await reached;
  late.abort();
  expect((await heard).kind).toBe("nothing");
  expect([said, deadline.mock.calls]).toEqual([["ears"], [[6_000]]]);
  deadline.mockRestore();
});

test("a voice that is not listened to any more is no failure of its provider", async () => {
  const lost: string[] = [];
  const over = new AbortController();
  answers.set("/audio/speech", () => {
    over.abort();
    return new Response(new Int16Array([1]));
  });
  const voice = providerVoice(settings);
  if (!voice) throw new Error("no provider");
  const trust = new Trust(() => lost.push("voice"));

  const speech = synthesiserOf(voice, fakeSenses.synthesiser, trust).speak("Hello.", over.signal);

  const ended = await speech.catch(() => "ended");
  expect(ended).toBe("ended");
  expect([trust.asks, lost]).toEqual([true, []]);
});

/** All that a language model says, part by part. */
function spoken(words: AsyncIterable<string>): Promise<string> {
  return Array.fromAsync(words).then((pieces) => pieces.map((piece) => piece || "|").join(""));
}

function says(content: string): Response {
  return Response.json({ choices: [{ message: { content } }] });
}

function calls(name: string, args: object): Response {
  const call = { id: "1", function: { name, arguments: JSON.stringify(args) } };
  return Response.json({ choices: [{ message: { content: null, tool_calls: [call] } }] });
}

test("a language model acts with the tools, and is told at most 4,000 characters of each answer", async () => {
  const bodies: string[] = [];
  const next = [calls("chrome_navigate", { url: "http://a.test" }), says("There it is.")];
  answers.set("/chat/completions", (body) => {
    bodies.push(JSON.stringify(body));
    return next.shift();
  });
  const done: string[] = [];

  const words = new LanguageModel(settings.llm).answer("show me a", {
    call: async ({ tool }) => {
      done.push(tool);
      return { ok: true, data: "x".repeat(100_000) };
    },
    risk: async () => undefined,
    keep: () => undefined,
    signal: new AbortController().signal,
  });

  expect(await spoken(words)).toBe("|There it is.");
  expect(done).toEqual(["chrome_navigate"]);
  expect((bodies[1]?.length ?? 0) - (bodies[0]?.length ?? 0)).toBeLessThan(4_500);
  expect(bodies[0]).not.toContain("chrome_javascript");
});

test("a language model that names a tool that it was not offered does nothing with it", async () => {
  const next = [calls("chrome_network_request", { url: "/pay", method: "POST" }), says("No.")];
  answers.set("/chat/completions", () => next.shift());
  const done: string[] = [];
  const words = new LanguageModel(settings.llm).answer("pay", {
    call: async ({ tool }) => {
      done.push(tool);
      return { ok: true, data: {} };
    },
    risk: async () => undefined,
    keep: () => undefined,
    signal: new AbortController().signal,
  });

  expect(await spoken(words)).toBe("|No.");
  expect(done).toEqual([]);
});

test("an answer whose stream stops before its end is no whole one", () => {
  const delta = JSON.stringify({ choices: [{ delta: { content: "I have bo" } }] });
  const headers = { "content-type": "text/event-stream" };
  answers.set("/chat/completions", () => new Response(`data: ${delta}\n\n`, { headers }));
  const hands = {
    call: async () => ({ ok: true as const, data: {} }),
    risk: async () => undefined,
    keep: () => undefined,
    signal: new AbortController().signal,
  };

  expect(spoken(new LanguageModel(settings.llm).answer("book it", hands))).rejects.toThrow(
    "broke off",
  );
});

test("a language model asks before it pays, and stops after so many steps", async () => {
  answers.set("/chat/completions", () => calls("chrome_click_element", { ref: "e7" }));
  const kept: string[] = [];
  let clicks = 0;
  const hands = (risk: string | undefined) => ({
    call: async () => {
      clicks += 1;
      return { ok: true as const, data: {} };
    },
    risk: async () => risk,
    keep: ({ tool }: { tool: string }) => {
      kept.push(tool);
    },
    signal: new AbortController().signal,
  });

  const model = new LanguageModel(settings.llm);
  expect(await spoken(model.answer("pay", hands("Shall I?")))).toBe("|Shall I?");
  expect([kept, clicks]).toEqual([["chrome_click_element"], 0]);
  expect(await spoken(model.answer("click", hands(undefined)))).toContain("steps");
  expect(clicks).toBe(3);
});

test("a language model that is talked over before it asks leaves nothing to say yes to", async () => {
  answers.set("/chat/completions", () => calls("chrome_click_element", { ref: "e7" }));
  const over = new AbortController();
  const kept: string[] = [];
  const words = new LanguageModel(settings.llm).answer("pay", {
    call: async () => ({ ok: true, data: {} }),
    risk: async () => {
      over.abort();
      return "Shall I?";
    },
    keep: ({ tool }) => kept.push(tool),
    signal: over.signal,
  });

  const ended = await spoken(words).catch(() => "given up");
  expect([ended, kept]).toEqual(["given up", []]);
});

test("a language model that fails is no answer", () => {
  const hands = {
    call: async () => ({ ok: true as const, data: {} }),
    risk: async () => undefined,
    keep: () => undefined,
    signal: new AbortController().signal,
  };

  expect(spoken(new LanguageModel(settings.llm).answer("hello", hands))).rejects.toThrow("500");
});
