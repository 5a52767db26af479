import { AccessToken } from "livekit-server-sdk";
import { newUserId } from "../../src/core/ids.ts";
import type { Clock } from "../../src/core/ports.ts";
import { OpenQuestions } from "../../src/core/open-questions.ts";
import { realClock } from "../../src/core/real-clock.ts";
import type { ToolAnswer, ToolCaller, ToolRequest } from "../../src/core/tool-caller.ts";
import { loadConfig } from "../../src/config.ts";
import { CREDENTIAL_ATTRIBUTE } from "../../src/voice/credential-attribute.ts";
import { LivekitServer } from "../../src/voice/livekit-server.ts";
import type { LivekitAccess } from "../../src/voice/livekit-access.ts";
import { toHostSchema } from "../../src/voice/port.ts";
import { Voice } from "../../src/voice/voice.ts";
import type { VoiceSettings } from "../../src/voice/voice-settings.ts";
import type { ThreadWorker } from "../../src/voice/voice-thread.ts";
import { fail } from "../../src/protocol/failure.ts";
import type { UserId } from "../../src/protocol/ids.ts";
import { catalogue, isToolName } from "../../src/tools/catalogue.ts";
import { LOCAL_CREDENTIAL } from "../../src/web/voice-token.ts";
import { livekitServerPath } from "../support/livekit-server-path.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { until } from "../support/until.ts";
import { type Talker, Talkers } from "./talkers.ts";

/** Understands a few sentences, and has no model to load. */
const FAKE_THREAD = new URL("./fake-thread.ts", import.meta.url);

/** What the server itself starts. */
export const REAL_THREAD = new URL("../../src/voice/agent/thread.ts", import.meta.url);

/** A browser for everybody that answers every call alike and remembers who called. */
export class CalledTools implements ToolCaller {
  readonly calls: { userId: UserId; as: string; kind: string; tool: string; args: unknown }[] = [];
  /** Tools whose calls were taken back. */
  readonly cancelled: string[] = [];
  outline = "";
  /** Set: calls that act are not answered before they are cancelled or released. */
  hold = false;
  #held: (() => void)[] = [];
  /** Set: nobody's browser is there. */
  away = false;

  async call({ asker, tool, args, signal }: ToolRequest): Promise<ToolAnswer> {
    const { principal } = asker;
    if (principal.kind === "admin" || principal.userId === undefined || !isToolName(tool)) {
      throw new Error("not the call of a room");
    }
    const contract = catalogue[tool];
    const { userId, kind: as } = principal;
    const call = { userId, as, kind: asker.caller.kind, tool, args };
    this.calls.push(call);
    if (this.away) return fail("no_browser", "No browser of yours is connected.");
    if (this.hold && contract.effect === "act") {
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener("abort", () => resolve());
      this.#held.push(resolve);
      await promise;
      if (signal.aborted) {
        this.cancelled.push(tool);
        const failure = { code: "cancelled" as const, message: "Cancelled.", retryable: false };
        return { ok: false, failure };
      }
    }
    const page = { tabId: 1, url: "http://shop.test/", title: "Shop", truncated: false };
    const data =
      tool === "chrome_read_page"
        ? { ...page, outline: this.outline }
        : tool === "get_windows_and_tabs"
          ? { windows: [] }
          : {};
    return { ok: true, contract, output: { data }, notes: [] };
  }

  /** Answers what was held. */
  release(): void {
    for (const answer of this.#held.splice(0)) answer();
    this.hold = false;
  }

  forget(): void {
    this.calls.length = 0;
    this.cancelled.length = 0;
    this.hold = false;
    this.away = false;
    this.outline = "";
  }

  /** Calls that did something, rather than look. */
  get acts() {
    return this.calls.filter(({ tool }) => isToolName(tool) && catalogue[tool].effect === "act");
  }
}

/** What the tests of a file share: a LiveKit server, and a process with stock clients. */
export interface Stage extends AsyncDisposable {
  livekit: LivekitServer;
  talkers: Talkers;
}

export async function setStage(): Promise<Stage> {
  const livekit = await startLivekit();
  const talkers = new Talkers();
  return {
    livekit,
    talkers,
    async [Symbol.asyncDispose]() {
      await talkers[Symbol.asyncDispose]();
      await livekit[Symbol.asyncDispose]();
    },
  };
}

export function startLivekit(keep?: LivekitAccess): Promise<LivekitServer> {
  const program = livekitServerPath();
  if (program === undefined) throw new Error("these tests need livekit-server: see run test");
  return LivekitServer.start(program, keep && { keep });
}

/** The defaults, but for this LiveKit server and what is said. */
export function voiceSettings(
  { url, apiKey, apiSecret }: LivekitAccess,
  settings: Partial<VoiceSettings>,
): VoiceSettings {
  const loaded = loadConfig({ flags: {}, env: {}, readFile: () => undefined });
  if (!loaded.ok) throw new Error("the defaults are wrong");
  const { voice: defaults } = loaded.config;
  const livekit = { ...defaults.livekit, url, apiKey, apiSecret };
  return { ...defaults, livekit, ...settings };
}

export function spawnThread(program = FAKE_THREAD): Worker {
  return new Worker(program, { env: { NODE_ENV: "production" } });
}

/** Voice on a real LiveKit server and a real thread, with a few sentences and no browser. */
export function openVoice(
  { livekit, talkers }: { livekit: Pick<LivekitServer, "access">; talkers: Talkers },
  settings: Partial<VoiceSettings> = {},
  {
    program = FAKE_THREAD,
    clock = realClock,
    nodeId = crypto.randomUUID(),
  }: { program?: URL; clock?: Clock; nodeId?: string } = {},
) {
  const { url, apiKey, apiSecret } = livekit.access;
  const tools = new CalledTools();
  const questions = new OpenQuestions();
  const logger = new QuietLogger();
  const threads: ThreadWorker[] = [];
  let registrations = 0;
  let pongs = 0;
  const revoked = new Set<string>();
  const voice = new Voice({
    settings: voiceSettings(livekit.access, settings),
    nodeId,
    tools,
    questions,
    logger,
    clock,
    admits: async (userId, credentialId) => {
      if (revoked.has(credentialId)) return undefined;
      return credentialId === LOCAL_CREDENTIAL
        ? { kind: "local", userId }
        : { kind: "user", userId, scope: "control", credentialId };
    },
    isUser: async () => true,
    spawn: () => {
      const thread = spawnThread(program);
      threads.push(thread);
      thread.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        const said = toHostSchema.safeParse(data).data?.type;
        if (said === "registration_wanted") registrations += 1;
        else if (said === "pong") pongs += 1;
      });
      return thread;
    },
  });
  voice.start();
  return {
    voice,
    tools,
    questions,
    logger,
    threads,
    revoked,
    /** How often the thread tried to register. */
    get registrations() {
      return registrations;
    },
    /** How often the thread said that it is there. */
    get pongs() {
      return pongs;
    },
    on: () => until("voice to be on", () => voice.state().state === "on" || undefined),
    /** Somebody with a token of another's making, who may do everything in the room of this user; no agent is sent for. */
    async stranger(userId: UserId, identity = "eve"): Promise<Talker> {
      const attributes = { [CREDENTIAL_ATTRIBUTE]: "cred_1" };
      const token = new AccessToken(apiKey, apiSecret, { identity, attributes });
      token.addGrant({ roomJoin: true, room: `mcp-chrome-user-${userId}` });
      return talkers.join(url, await token.toJwt());
    },
    /** Somebody new, in their own room. */
    async talker(
      userId = newUserId(Date.now()),
      credentialId = "cred_1",
    ): Promise<Talker & { userId: UserId }> {
      const invited = await voice.invite(userId, credentialId);
      if (!invited.ok) throw new Error(invited.why);
      const talker = await talkers.join(invited.invitation.url, invited.invitation.token);
      return Object.assign(talker, { userId });
    },
    [Symbol.asyncDispose]: () => voice.close(),
  };
}
