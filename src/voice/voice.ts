import type { Clock, Logger } from "../core/ports.ts";
import type { OpenQuestions } from "../core/open-questions.ts";
import type { ToolCaller } from "../core/tool-caller.ts";
import type { SessionId, UserId } from "../protocol/ids.ts";
import type { VoiceHost } from "./host.ts";
import { KeptLivekit } from "./kept-livekit.ts";
import type { LivekitAccess } from "./livekit-access.ts";
import { livekitOrigins } from "./livekit-origins.ts";
import { findLivekitServer } from "./livekit-server.ts";
import { RoomCalls } from "./room-calls.ts";
import type { Admits, IsUser } from "./room-owners.ts";
import { roomOf } from "./user-rooms.ts";
import type { VoiceSettings } from "./voice-settings.ts";
import type { VoiceFigures } from "./voice-stats.ts";
import { type SpawnThread, spawnVoiceThread } from "./voice-thread.ts";
import { whyVoiceIsOff } from "./why-off.ts";

export interface VoiceParts {
  settings: VoiceSettings;
  /** Names this server among those on one LiveKit server, before and after a restart. */
  nodeId: string;
  tools: ToolCaller;
  questions: OpenQuestions;
  admits: Admits;
  isUser: IsUser;
  clock: Clock;
  logger: Logger;
  spawn?: SpawnThread;
}

export type VoiceState =
  | { state: "off"; why: string }
  /** It starts when somebody first wants to talk. */
  | { state: "ready" }
  | { state: "connecting" }
  | { state: "on" };

/** How a person gets into their room. */
export interface Invitation {
  url: string;
  token: string;
  room: string;
  identity: string;
  /** All places are taken now: the agent comes when one is free. */
  waits: boolean;
}

/**
 * Voice as the rest of the server sees it.
 *
 *   off
 *   ready ── somebody asks for a token, or a LiveKit server is configured ──▶ connecting ⇄ on
 *
 * Until then nothing of it is loaded. A livekit-server of our own that dies is started again where it was.
 */
export class Voice {
  readonly #parts: VoiceParts;
  readonly #calls: RoomCalls;
  readonly #program: string | undefined;
  readonly #off: string | undefined;
  #host: VoiceHost | undefined;
  #starting: Promise<VoiceHost> | undefined;
  #livekit: KeptLivekit | undefined;
  #access: LivekitAccess | undefined;

  constructor(parts: VoiceParts) {
    this.#parts = parts;
    this.#calls = new RoomCalls(parts.tools);
    const { enabled, livekit } = parts.settings;
    this.#program = livekit.url === undefined ? findLivekitServer() : undefined;
    this.#off = whyVoiceIsOff(parts.settings, this.#program);
    if (this.#off === undefined) return;
    if (enabled) parts.logger.warn({}, `🎙️ [Voice] Off: ${this.#off}`);
  }

  /** With a LiveKit server configured, rooms may be waiting already. */
  start(): void {
    if (this.#off !== undefined || this.#parts.settings.livekit.url === undefined) return;
    this.#running().catch(() => undefined);
  }

  state(): VoiceState {
    if (this.#off !== undefined) return { state: "off", why: this.#off };
    if (!this.#starting) return { state: "ready" };
    return { state: this.#host?.isRegistered === true ? "on" : "connecting" };
  }

  /** Where a page that talks finds the LiveKit server, as sources of a content security policy. */
  origins(): string[] {
    if (this.#off !== undefined) return [];
    const { url, publicUrl } = this.#parts.settings.livekit;
    return livekitOrigins(this.#access?.publicUrl ?? publicUrl ?? url);
  }

  figures(): VoiceFigures | undefined {
    return this.#host?.figures();
  }

  /**
   * Lets a user into their room, to talk to one of their browsers if they said which. The one who asks has been
   * found to be this user, by this credential.
   */
  async invite(
    userId: UserId,
    credentialId: string,
    sessionId?: SessionId,
  ): Promise<{ ok: true; invitation: Invitation } | { ok: false; why: string }> {
    if (this.#off !== undefined) return { ok: false, why: this.#off };
    const host = await this.#running();
    const { personToken } = await import("./room-tokens.ts");
    const { settings } = this.#parts;
    const access = this.#access;
    if (!access) return { ok: false, why: "The server is stopping." };
    const room = roomOf(settings.livekit.userRoomPrefix, userId);
    if (sessionId !== undefined) this.#calls.select(room, sessionId);
    const { agentName } = settings;
    const token = await personToken(access, { userId, credentialId, room, agentName });
    const waits = host.waits(room);
    return {
      ok: true,
      invitation: { url: access.publicUrl, token, room, identity: userId, waits },
    };
  }

  /** Ends the room of a user in which somebody is by this credential. */
  async revoked(userId: UserId, credentialId: string): Promise<void> {
    await this.#host?.credentialRevoked(
      roomOf(this.#parts.settings.livekit.userRoomPrefix, userId),
      credentialId,
    );
  }

  pageChanged(userId: UserId): void {
    this.#host?.pageChanged(roomOf(this.#parts.settings.livekit.userRoomPrefix, userId));
  }

  async close(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#host?.close();
    await this.#livekit?.[Symbol.asyncDispose]();
  }

  /** Everything started, once. A start that failed is tried again by the next who asks. */
  #running(): Promise<VoiceHost> {
    this.#starting ??= this.#start().catch((cause: unknown) => {
      this.#starting = undefined;
      throw cause;
    });
    return this.#starting;
  }

  async #start(): Promise<VoiceHost> {
    const { spawn = spawnVoiceThread, ...parts } = this.#parts;
    const [{ VoiceHost }, access] = await Promise.all([import("./host.ts"), this.#findLivekit()]);
    this.#access = access;
    this.#host = new VoiceHost({ ...parts, calls: this.#calls, access, spawn });
    return this.#host;
  }

  async #findLivekit(): Promise<LivekitAccess> {
    const { url, publicUrl, apiKey, apiSecret } = this.#parts.settings.livekit;
    if (url !== undefined) {
      const address = url.replace(/^http/, "ws");
      return {
        url: address,
        publicUrl: publicUrl?.replace(/^http/, "ws") ?? address,
        apiKey: apiKey ?? "",
        apiSecret: apiSecret ?? "",
      };
    }
    const { clock, logger } = this.#parts;
    this.#livekit = await KeptLivekit.start({ program: this.#program ?? "", clock, logger });
    const { access } = this.#livekit;
    return { ...access, publicUrl: publicUrl ?? access.publicUrl };
  }
}
