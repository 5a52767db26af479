import { normalizeLanguage, voice } from "@livekit/agents";
import {
  ParticipantKind,
  type RemoteParticipant,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  TrackSource,
} from "@livekit/rtc-node";
import { CREDENTIAL_ATTRIBUTE } from "../credential-attribute.ts";
import { AGENT_ATTRIBUTES } from "../agent-attributes.ts";
import type { Stage, ThreadSettings, ToHost } from "../port.ts";
import { atMost } from "./at-most.ts";
import { ClientQuestions } from "./client-questions.ts";
import { Conversation } from "./conversation.ts";
import type { Understanding } from "./ears.ts";
import type { HostLine } from "./host-line.ts";
import { Listener, RATE } from "./listener.ts";
import { Microphone } from "./microphone.ts";
import { PageScene } from "./page-scene.ts";
import { LanguageModel } from "./providers/language-model.ts";
import type { Trust } from "./providers/with-fallback.ts";
import { RoomSigns } from "./room-signs.ts";
import type { Senses } from "./senses.ts";
import { modelFailed } from "./sentences/spoken-failures.ts";
import { speechDetector } from "./speech-detector.ts";
import { hearWritten, VoiceAgent } from "./voice-agent.ts";
import type { AcceptedJob } from "./worker.ts";

const FAREWELL_MS = 1_000;
/** A language model may take so long from the beginning of a sentence to its sound. */
const SLOWEST_SENTENCE_MS = 30_000;

export type WhyClosed = Extract<ToHost, { type: "room_closed" }>["why"];

export interface RoomSessionParts {
  job: AcceptedJob;
  /** Identity of the room's owner, taken from the room's name. */
  owner: string;
  settings: ThreadSettings;
  senses: Senses;
  host: HostLine;
  /** In the language model, one for all rooms: that it failed is said once. */
  modelTrust: Trust;
  closed: (why: WhyClosed) => void;
}

/**
 * The agent in one room.
 *
 *   joining ──▶ with its owner ── owner leaves ──▶ waiting ── grace over ──▶ closed (left)
 *                 │      ▲                            │
 *                 │      └──── owner is back ─────────┘
 *                 └── nothing said for long (idle), ended by the server, the room lost ──▶ closed
 *
 * A room that already has an agent of this name is left to that one (taken): two would do everything twice.
 * Only the owner is listened to: of nobody else is any sound subscribed to, and what others write is not read.
 */
export class RoomSession {
  /** What clients ask the owner. */
  readonly questions: ClientQuestions;
  readonly #parts: RoomSessionParts;
  readonly #room = new Room();
  readonly #scene: PageScene;
  readonly #signs: RoomSigns;
  readonly #conversation: Conversation;
  readonly #session: voice.AgentSession;
  readonly #listener: Listener;
  readonly #microphone = new Microphone();
  readonly #agent: VoiceAgent;
  #model: LanguageModel | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #started = false;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: RoomSessionParts) {
    const { job, host, senses, settings } = parts;
    this.#parts = parts;
    const measured = (stage: Stage, ms: number) => host.say({ type: "measured", stage, ms });
    const never = new AbortController().signal;
    this.#scene = new PageScene((tool, args) => host.call(job.room, tool, args, never));
    this.#signs = new RoomSigns({
      bearer: () => this.#room.localParticipant,
      scene: this.#scene,
      asksYesOrNo: () => this.#conversation.asksYesOrNo,
      state: () => this.#session.agentState,
    });
    this.#conversation = new Conversation({
      understand: senses.understand,
      scene: this.#scene,
      call: (tool, args, signal) => host.call(job.room, tool, args, signal),
      answer: async (id, answer) => {
        const passed = await host.answer(job.room, id, answer);
        if (passed.ok) this.questions.answered(id);
        return passed;
      },
      measured,
    });
    this.questions = new ClientQuestions({
      scene: this.#scene,
      speak: (text) => this.#session.say(text, { addToChatCtx: false }),
      changed: () => this.#signs.tellQuestion(),
    });
    this.#listener = new Listener({
      detector: speechDetector(settings.vad),
      recogniser: senses.recogniser,
      conversation: this.#conversation,
      candidates: () => senses.candidatesOf(this.#scene.now()),
      speechBegins: () => void this.#scene.refresh(),
      stop: () => this.#stop(),
      measured,
      language: normalizeLanguage(settings.language),
    });
    this.#agent = new VoiceAgent({
      listener: this.#listener,
      microphone: this.#microphone,
      synthesiser: senses.synthesiser,
      reply: (text, over) => this.#reply(text, over),
      measured,
    });
    this.#session = new voice.AgentSession({
      vad: null,
      aecWarmupDuration: null,
      userAwayTimeout: null,
      ttsReadIdleTimeout: SLOWEST_SENTENCE_MS,
      forwardAudioIdleTimeout: SLOWEST_SENTENCE_MS,
      turnHandling: {
        turnDetection: "stt",
        endpointing: { mode: "fixed", minDelay: 0, maxDelay: 0 },
        interruption: { mode: "vad", minDuration: 0, resumeFalseInterruption: false },
        preemptiveGeneration: { enabled: false },
      },
    });
  }

  /** Joins the room and serves it until it is closed. */
  open(): Promise<void> {
    this.#opening = this.#join();
    return this.#opening;
  }

  async #join(): Promise<void> {
    const { job, owner } = this.#parts;
    const room = this.#room;
    room.on(RoomEvent.ParticipantConnected, (who) => this.#came(who));
    room.on(RoomEvent.ParticipantDisconnected, (who) => this.#went(who));
    room.on(RoomEvent.TrackPublished, (track, who) => this.#published(track, who));
    room.on(RoomEvent.TrackSubscribed, (track) => void this.#microphone.take(track));
    room.on(RoomEvent.ParticipantAttributesChanged, (_changed, who) => this.#signs.arrived(who));
    room.on(RoomEvent.Disconnected, () => void this.close("lost"));
    room.on(RoomEvent.Reconnected, () => this.#reconnected());
    await room.connect(job.url, job.token, { autoSubscribe: false, dynacast: false });
    if (this.#hasAnotherAgent()) void this.close("taken");
    if (this.#closing) return;
    this.#signs.personLeft();
    await this.#session.start({
      agent: this.#agent,
      room,
      record: false,
      inputOptions: {
        participantIdentity: owner,
        closeOnDisconnect: false,
        audioEnabled: false,
        textInputCallback: (session, { text }) => hearWritten(session, text),
      },
      outputOptions: { audioSampleRate: RATE },
    });
    this.#touch();
    this.#started = true;
    const present = room.remoteParticipants.get(owner);
    if (present) this.#came(present);
    else this.#wait();
    void this.#scene.refresh();
  }

  pageChanged(): void {
    this.#scene.changed();
    void this.#scene.refresh();
  }

  close(why: WhyClosed): Promise<void> {
    this.#closing ??= this.#close(why);
    return this.#closing;
  }

  async #close(why: WhyClosed): Promise<void> {
    // A room that is still being joined cannot be left: its agent would go on in it, known to nobody.
    await this.#opening?.catch(() => undefined);
    clearTimeout(this.#grace);
    clearTimeout(this.#idle);
    this.#conversation.stop();
    this.#microphone.close();
    // The framework waits for ever for the answers of a room that is gone.
    await atMost(FAREWELL_MS, this.#session.close());
    await atMost(FAREWELL_MS, this.#room.disconnect());
    this.#parts.closed(why);
  }

  async *#reply(text: string, over: AbortSignal): AsyncGenerator<string, void> {
    this.#touch();
    if (isStop(this.#conversation.meaningOf(text))) this.questions.hush();
    const reply = await this.#conversation.hear(text, this.#listener.guessed(text));
    // What was asked before is answered, though the next words may take a while.
    this.#signs.tellQuestion();
    if (reply.kind === "say") yield reply.text;
    else yield* this.#think(text, over);
    this.#signs.tellQuestion();
    this.questions.next();
    void this.#scene.refresh();
  }

  async *#think(text: string, over: AbortSignal): AsyncGenerator<string, void> {
    const { host, settings, modelTrust } = this.#parts;
    if (settings.llm.provider === "none") {
      yield this.#conversation.notUnderstood;
      return;
    }
    this.#model ??= new LanguageModel(settings.llm);
    let hasBegun = false;
    try {
      for await (const piece of this.#conversation.think(this.#model, text, over)) {
        hasBegun = true;
        yield piece;
      }
      modelTrust.kept();
    } catch {
      modelTrust.lost();
      host.notice("debug", "The language model did not answer");
      yield "";
      yield hasBegun
        ? modelFailed.midway
        : `${modelFailed.silent} ${this.#conversation.notUnderstood}`;
    }
  }

  #stop(): void {
    this.#conversation.stop();
    this.questions.hush();
    void this.#session.interrupt({ force: true });
  }

  /** A LiveKit server that was started again knows nothing of the agent but its token. */
  #reconnected(): void {
    const owner = this.#room.remoteParticipants.get(this.#parts.owner);
    if (owner) this.#signs.personCame(owner.sid);
    else this.#signs.personLeft();
  }

  #hasAnotherAgent(): boolean {
    const { agentName } = this.#parts.settings;
    return [...this.#room.remoteParticipants.values()].some(
      ({ kind, attributes }) =>
        kind === ParticipantKind.AGENT && attributes[AGENT_ATTRIBUTES.name] === agentName,
    );
  }

  #came(who: RemoteParticipant): void {
    const { host, job, owner } = this.#parts;
    if (who.identity !== owner) return;
    clearTimeout(this.#grace);
    const credentialId = who.attributes[CREDENTIAL_ATTRIBUTE] ?? "";
    host.say({ type: "owner_joined", room: job.room, credentialId });
    this.#scene.changed();
    for (const track of who.trackPublications.values()) this.#published(track, who);
    if (!this.#started) return;
    this.#signs.personCame(who.sid);
    this.questions.personCame();
  }

  #went(who: RemoteParticipant): void {
    if (who.identity !== this.#parts.owner) return;
    this.#signs.personLeft();
    this.questions.personLeft();
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => void this.close("left"), this.#parts.settings.graceMs);
  }

  #published(track: RemoteTrackPublication, who: RemoteParticipant): void {
    const mine = who.identity === this.#parts.owner;
    if (mine && track.source === TrackSource.SOURCE_MICROPHONE) track.setSubscribed(true);
  }

  /** Somebody said something. */
  #touch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close("idle"), this.#parts.settings.maxInactiveMs);
  }
}

function isStop(meaning: Understanding): boolean {
  return meaning.kind === "control" && meaning.word === "stop";
}
