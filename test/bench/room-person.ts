import { join } from "node:path";
import { z } from "zod";
import { succeed } from "../../src/protocol/failure.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { personalAddress } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { recording } from "../support/utterances.ts";
import type { Talker, Talkers } from "../voice/talkers.ts";
import type { FromTalkers } from "../voice/talker-messages.ts";
import { McpCaller } from "./mcp-caller.ts";

const SPEECH = join(import.meta.dir, "../support/speech");
const RATE = 16_000;
/** Softer is no speech any more. */
const AUDIBLE = 0.02;

const tokenSchema = z.object({ url: z.string(), token: z.string() });

const PAGE = { tabId: 1, url: "http://shop.test/", title: "Shop", truncated: false };
const OUTLINE = 'button "Sign in" [ref=e1]\nlink "Home" [ref=e2]';

/** A browser that answers at once, and its user, who may come to their room. */
export class RoomPerson {
  readonly caller: McpCaller;
  readonly #server: string;
  readonly #secret: string;
  readonly #browser: StubExtension;
  readonly #waiting = new Map<string, (atMs: number) => void>();
  #talker: Talker | undefined;

  private constructor(server: string, secret: string, browser: StubExtension, caller: McpCaller) {
    this.#server = server;
    this.#secret = secret;
    this.#browser = browser;
    this.caller = caller;
    browser.answer = ({ tool }) => {
      this.#happened(tool);
      if (tool === "chrome_read_page") return succeed({ data: { ...PAGE, outline: OUTLINE } });
      if (tool === "get_windows_and_tabs") return succeed({ data: { windows: [] } });
      return succeed({ data: {} });
    };
  }

  static async connect(server: string): Promise<RoomPerson> {
    const browser = await StubExtension.connect(server);
    const { token = "" } = await browser.session.promise;
    const address = await personalAddress(server, token);
    const secret = address.slice(address.lastIndexOf("/") + 1);
    return new RoomPerson(server, secret, browser, await McpCaller.open(address));
  }

  /** Joins their room, and waits for its agent. */
  async join(talkers: Talkers): Promise<Talker> {
    const response = await fetch(`${this.#server}/api/voice/token`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.#secret}` },
    });
    const { url, token } = tokenSchema.parse(await response.json());
    const talker = await talkers.join(url, token);
    talker.onEvent = (message) => this.#happened(eventOf(message));
    this.#talker = talker;
    await talker.withAgent(60_000);
    return talker;
  }

  /** Leaves the room, with their agent after them. */
  async leave(): Promise<void> {
    await this.#talker?.[Symbol.asyncDispose]();
    this.#talker = undefined;
  }

  /** Moment at which a tool reaches the browser next, or something happens to the client. */
  next(what: string): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#waiting.set(what, resolve);
    return promise;
  }

  write(text: string): void {
    this.#talker?.write(text);
  }

  /** Says a recording; answers the moment at which its last sound was made. */
  async say(name: string): Promise<number> {
    const begins = this.next("speaking");
    this.#talker?.speak(join(SPEECH, `${name}.wav`));
    return (await begins) + (await audibleMs(name));
  }

  /** Waits until neither the person nor the agent has anything more to say. */
  async quiet(): Promise<void> {
    const talker = this.#talker;
    await until("the microphone to be silent", () => (talker?.speaks === false ? true : undefined));
    await talker?.withAgent();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#talker?.[Symbol.asyncDispose]();
    await this.#browser[Symbol.asyncDispose]();
  }

  #happened(what: string): void {
    this.#waiting.get(what)?.(performance.now());
    this.#waiting.delete(what);
  }
}

function eventOf(message: FromTalkers): string {
  if (message.type === "speaking") return message.begins ? "speaking" : "spoken";
  return message.type;
}

async function audibleMs(name: string): Promise<number> {
  const samples = await recording(name);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE);
  return (last / RATE) * 1_000;
}
