import { join } from "node:path";
import { z } from "zod";
import { succeed } from "../../src/protocol/failure.ts";
import { type ToolName, isToolName } from "../../src/tools/catalogue.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { personalAddress } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { recording } from "../support/utterances.ts";
import type { Talker, Talkers } from "../voice/talkers.ts";
import { type FromTalkers, HUSH_MS } from "../voice/talker-messages.ts";
import { McpCaller } from "./mcp-caller.ts";

const SPEECH = join(import.meta.dir, "../support/speech");
const RATE = 16_000;
/** Softer is no speech any more. */
const AUDIBLE = 0.02;

const tokenSchema = z.object({ url: z.string(), token: z.string() });

const PAGE = { tabId: 1, url: "http://shop.test/", title: "Shop" };
const OUTLINE = 'button "Sign in" [ref=e1]\nlink "Home" [ref=e2]';

/** What happens to the person or in their browser, besides calls, which go by the names of their tools. */
export type Happening =
  /** The person's microphone begins and ends to play. */
  | "speaking"
  | "spoken"
  /** The agent is heard, and was not for HUSH_MS. */
  | "sound"
  | "hush"
  /** What the person said was recognised, and what the agent answers: both are shown to them. */
  | "recognised"
  | "answered"
  /** The browser is told to end a call. */
  | "cancel"
  | ToolName;

/** Joins the room of the user with this credential. */
export async function enterRoom(server: string, secret: string, talkers: Talkers): Promise<Talker> {
  const response = await fetch(`${server}/api/voice/token`, {
    method: "POST",
    headers: { Authorization: `Bearer ${secret}` },
  });
  const { url, token } = tokenSchema.parse(await response.json());
  return talkers.join(url, token);
}

/** A browser that answers at once, and its user, who may come to their room. */
export class RoomPerson {
  readonly caller: McpCaller;
  readonly #server: string;
  readonly #secret: string;
  readonly #browser: StubExtension;
  readonly #waiting = new Map<Happening, (atMs: number) => void>();
  readonly #lastMs = new Map<Happening, number>();
  #outline = OUTLINE;
  #held: ToolName | undefined;
  #talker: Talker | undefined;

  private constructor(server: string, secret: string, browser: StubExtension, caller: McpCaller) {
    this.#server = server;
    this.#secret = secret;
    this.#browser = browser;
    this.caller = caller;
    browser.onCancel = () => this.#happened("cancel");
    browser.answer = ({ tool }) => {
      if (isToolName(tool)) this.#happened(tool);
      if (tool === this.#held) return undefined;
      if (tool === "chrome_read_page") {
        return succeed({ data: { ...PAGE, outline: this.#outline, truncated: false } });
      }
      if (tool === "get_windows_and_tabs") return succeed({ data: { windows: [] } });
      return succeed({ data: { ...PAGE, effect: "" } });
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
    const talker = await enterRoom(this.#server, this.#secret, talkers);
    talker.onEvent = (message) => {
      const what = eventOf(message);
      if (what) this.#happened(what);
    };
    this.#talker = talker;
    await talker.withAgent(60_000);
    return talker;
  }

  /** Leaves the room, with their agent after them. */
  async leave(): Promise<void> {
    await this.#talker?.[Symbol.asyncDispose]();
    this.#talker = undefined;
  }

  /** Moment at which this happens next. */
  next(what: Happening): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#waiting.set(what, resolve);
    return promise;
  }

  /** Moment at which it happened last. */
  last(what: Happening): number {
    return this.#lastMs.get(what) ?? Number.NaN;
  }

  /** Calls of this tool are not answered until they are taken back. */
  hold(tool: ToolName | undefined): void {
    this.#held = tool;
  }

  /** Another page is in front of the person, and the browser says so. */
  navigate(outline: string): void {
    this.#outline = outline;
    this.#browser.send({ type: "event", event: { kind: "navigated", tabId: PAGE.tabId } });
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

  /** Waits until the agent is silent for good; answers the moment of its last sound. */
  async silence(): Promise<number> {
    await this.quiet();
    const isSilent = this.last("hush") > this.last("sound");
    return (isSilent ? this.last("hush") : await this.next("hush")) - HUSH_MS;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#talker?.[Symbol.asyncDispose]();
    await this.#browser[Symbol.asyncDispose]();
  }

  #happened(what: Happening): void {
    const nowMs = performance.now();
    this.#lastMs.set(what, nowMs);
    this.#waiting.get(what)?.(nowMs);
    this.#waiting.delete(what);
  }
}

function eventOf(message: FromTalkers): Happening | undefined {
  switch (message.type) {
    case "speaking":
      return message.begins ? "speaking" : "spoken";
    case "said":
      return message.who === "person" ? "recognised" : "answered";
    case "sound":
    case "hush":
      return message.type;
    default:
      return undefined;
  }
}

async function audibleMs(name: string): Promise<number> {
  const samples = await recording(name);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE);
  return (last / RATE) * 1_000;
}
