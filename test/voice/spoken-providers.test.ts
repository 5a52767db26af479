import { join } from "node:path";
import { expect, setDefaultTimeout, test } from "bun:test";
import { until } from "../support/until.ts";
import { REAL_THREAD, openVoice, setStage } from "./open-voice.ts";

/** The model is loaded, and sentences take as long as they take to say. */
setDefaultTimeout(120_000);

const RATE = 24_000;

/** An OpenAI-compatible provider that hears the same in everything, and hums whatever it is to say. */
function startProvider() {
  const asked: string[] = [];
  const hum = Int16Array.from({ length: RATE / 2 }, (_, at) => 8_000 * Math.sin(at / 10));
  const provider = {
    asked,
    fails: false,
    [Symbol.asyncDispose]: () => server.stop(true),
    url: "",
  };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch({ url }) {
      const { pathname } = new URL(url);
      asked.push(pathname);
      if (provider.fails) return new Response(null, { status: 500 });
      return pathname === "/audio/speech"
        ? new Response(hum)
        : Response.json({ text: "Click sign in." });
    },
  });
  provider.url = `http://127.0.0.1:${server.port}`;
  return provider;
}

test("a provider hears and speaks in the room; when it fails, it goes on offline, and that is said once", async () => {
  await using stage = await setStage();
  await using provider = startProvider();
  const at = { provider: "openai", baseUrl: provider.url, model: undefined, apiKey: undefined };
  const settings = { stt: at, tts: { ...at, voice: undefined } };
  await using house = openVoice(stage, settings, { program: REAL_THREAD });
  await house.on();
  house.tools.outline = '- button "Sign in" [ref=e7]';
  await using ann = await house.talker();
  await ann.withAgent();
  const say = (name: string) => ann.speak(join(import.meta.dir, `../support/speech/${name}.wav`));

  say("unknown_boston.bf");
  await until("what the provider heard", () => house.tools.acts[0], 60_000);
  await until("its voice", () => ann.sounds > 0 || undefined);
  expect(new Set(provider.asked)).toEqual(new Set(["/audio/transcriptions", "/audio/speech"]));

  await ann.withAgent();
  provider.fails = true;
  const sounds = ann.sounds;
  const warnings = () =>
    house.logger.lines.filter(({ level }) => level === "warn").map(({ message }) => message);
  // No command: what is one for the offline ears, they need not ask about.
  say("unknown_boston.bf");
  await until("word of the ears", () => warnings()[0], 60_000);
  await ann.withAgent();
  say("click_sign_in.af");
  await until("what was heard offline", () => house.tools.acts[1], 60_000);
  await until("the offline voice", () => ann.sounds > sounds || undefined);
  say("click_sign_in.af");
  await until("another click", () => house.tools.acts[2], 60_000);
  expect(warnings()).toEqual([
    "🎙️ [Voice] The provider of ears failed; hearing offline",
    "🎙️ [Voice] The provider of a voice failed; speaking offline",
  ]);
});
