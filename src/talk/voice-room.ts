import {
  ConnectionState,
  DisconnectReason,
  type Participant,
  type RemoteTrack,
  Room,
  RoomEvent,
  type TextStreamReader,
  Track,
} from "livekit-client";
import { KNOWS_ATTRIBUTE } from "../protocol/knows-attribute.ts";
import {
  ASKED_ATTRIBUTE,
  QUESTION_ATTRIBUTE,
  WORDS_ATTRIBUTE,
  YES_OR_NO,
  readAsked,
} from "../protocol/question-attribute.ts";
import { watchTrack } from "./microphone-level.ts";
import { BEFORE, type Microphone, type RoomView, type TalkingRoom } from "./room-view.ts";
import { type Line, withLine } from "./transcript.ts";

/**
 * The person's own room, as long as they are in it.
 *
 *   connecting ──▶ open ⇄ reconnecting
 *       └────────────┴───────┴──▶ ended
 *
 * A microphone that is refused does not end it: what is written is heard as well. The room is left for good
 * by `leave`; the next conversation is a new object.
 */

/** The agent's word while it cannot be spoken to. */
const GETTING_READY = "initializing";

/** So long after it could not be sent, it is tried again. */
const AGAIN_MS = 1_000;

const LOST = new Set([ConnectionState.Reconnecting, ConnectionState.SignalReconnecting]);

const ENDED: Partial<Record<DisconnectReason, string>> = {
  [DisconnectReason.DUPLICATE_IDENTITY]: "You went on talking in another tab or on another device.",
  [DisconnectReason.ROOM_DELETED]: "The server ended it.",
  [DisconnectReason.PARTICIPANT_REMOVED]: "The server ended it.",
  [DisconnectReason.ROOM_CLOSED]: "The server ended it.",
};

/** The way into a room, as the server gives it. */
export interface RoomDoor {
  url: string;
  token: string;
  waits?: boolean | undefined;
}

export interface VoiceRoomParts {
  onView: (view: RoomView) => void;
  /** Why the microphone need not even be asked for; undefined when it may be. */
  whyNoMicrophone: () => Promise<string | undefined>;
}

export class VoiceRoom implements TalkingRoom {
  readonly #room = new Room({
    audioCaptureDefaults: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  readonly #parts: VoiceRoomParts;
  #view = BEFORE;
  #written = 0;
  /** Written while no agent was there to read it. */
  readonly #unsent: string[] = [];

  constructor(parts: VoiceRoomParts) {
    this.#parts = parts;
    const room = this.#room;
    room.registerTextStreamHandler("lk.transcription", (reader, { identity }) => {
      // A sentence may break off with who says it.
      this.#transcribed(reader, identity).catch(() => undefined);
    });
    room.on(RoomEvent.ConnectionStateChanged, (state) => this.#connectionIs(state));
    room.on(RoomEvent.Disconnected, (reason) => this.#ended(reason));
    room.on(RoomEvent.ParticipantConnected, () => this.#lookAtAgent());
    room.on(RoomEvent.ParticipantDisconnected, () => this.#lookAtAgent());
    room.on(RoomEvent.ParticipantAttributesChanged, () => this.#lookAtAgent());
    room.on(RoomEvent.TrackSubscribed, (track) => play(track));
    room.on(RoomEvent.TrackUnsubscribed, (track) => silence(track));
  }

  get view(): RoomView {
    return this.#view;
  }

  /** Joins, then asks for the microphone. */
  async join(door: RoomDoor, deviceId: string | undefined): Promise<void> {
    this.#show({ waits: door.waits === true });
    const joined = await this.#room.connect(door.url, door.token).then(
      () => true,
      () => false,
    );
    if (!joined) {
      return this.#show({ state: "ended", why: "The LiveKit server cannot be reached from here." });
    }
    this.#lookAtAgent();
    if (deviceId !== undefined) this.choose(deviceId);
    this.unmute();
  }

  unmute(): void {
    void this.#hear(true);
  }

  mute(): void {
    if (this.#view.microphone.state !== "refused") void this.#hear(false);
  }

  choose(deviceId: string): void {
    this.#show({ deviceId });
    void this.#room.switchActiveDevice("audioinput", deviceId).catch(() => undefined); // unplugged since
  }

  watchLevel(onLevel: (level: number) => void): () => void {
    const { localParticipant } = this.#room;
    const track = localParticipant.getTrackPublication(Track.Source.Microphone)?.audioTrack;
    return track ? watchTrack(track, onLevel) : () => undefined;
  }

  write(text: string): void {
    const line = { id: `written-${++this.#written}`, who: "person", text, final: true } as const;
    this.#show({ lines: withLine(this.#view.lines, line) });
    this.#unsent.push(text);
    this.#send();
  }

  leave(): void {
    void this.#room.disconnect();
  }

  async #hear(on: boolean): Promise<void> {
    const why = on ? await this.#parts.whyNoMicrophone() : undefined;
    const microphone: Microphone =
      why === undefined ? await this.#switch(on) : { state: "refused", why };
    this.#show({ microphone });
  }

  async #switch(on: boolean): Promise<Microphone> {
    return this.#room.localParticipant.setMicrophoneEnabled(on).then(
      () => ({ state: on ? "live" : "muted" }) as const,
      (cause: unknown) => ({ state: "refused", why: whyRefused(cause) }) as const,
    );
  }

  async #transcribed(reader: TextStreamReader, identity: string): Promise<void> {
    const { attributes = {}, id } = reader.info;
    const own = identity === this.#room.localParticipant.identity;
    const line = { id: attributes["lk.segment_id"] ?? id, who: own ? "person" : "agent" } as const;
    let text = "";
    for await (const piece of reader) {
      text += piece;
      this.#say({ ...line, text, final: false });
    }
    const final = attributes["lk.transcription_final"] === "true" || !own;
    this.#say({ ...line, text, final });
  }

  #say(line: Line): void {
    this.#show({ lines: withLine(this.#view.lines, line) });
  }

  #connectionIs(state: ConnectionState): void {
    if (state === ConnectionState.Connected) {
      this.#show({ state: "open" });
      this.#lookAtAgent();
    } else if (LOST.has(state)) {
      // Whoever was there may be gone; until that is known nobody reads.
      this.#show({ state: "reconnecting", agent: undefined });
    }
  }

  #ended(reason: DisconnectReason | undefined): void {
    const left = reason === DisconnectReason.CLIENT_INITIATED;
    const why = reason === undefined ? undefined : ENDED[reason];
    this.#show({
      state: "ended",
      why: left ? undefined : (why ?? "The connection to the LiveKit server was lost."),
      agent: undefined,
      asksYesOrNo: undefined,
      asked: undefined,
    });
  }

  #lookAtAgent(): void {
    if (LOST.has(this.#room.state)) return;
    const { localParticipant, remoteParticipants } = this.#room;
    const agent = remoteParticipants.values().find(isAgent);
    const { [QUESTION_ATTRIBUTE]: waitsFor, [WORDS_ATTRIBUTE]: words = "" } =
      agent?.attributes ?? {};
    this.#show({
      agent: agent && stateOf(agent, localParticipant.sid),
      ...(agent && { waits: false }),
      asksYesOrNo: waitsFor === YES_OR_NO ? words : undefined,
      asked: readAsked(agent?.attributes[ASKED_ATTRIBUTE] ?? ""),
    });
    this.#send();
  }

  #send(): void {
    const { agent } = this.#view;
    if (agent === undefined || agent === GETTING_READY) return;
    for (const text of this.#unsent.splice(0)) {
      this.#room.localParticipant
        .sendText(text, { topic: "lk.chat" })
        .catch(() => this.#sendLater(text));
    }
  }

  /** A connection that breaks off, or is not there yet, takes nothing. */
  #sendLater(text: string): void {
    this.#unsent.push(text);
    setTimeout(() => this.#send(), AGAIN_MS);
  }

  #show(news: Partial<RoomView>): void {
    // What arrives after the end is of a conversation that is over.
    if (this.#view.state === "ended") return;
    this.#view = { ...this.#view, ...news };
    this.#parts.onView(this.#view);
  }
}

function whyRefused(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : "";
  if (name === "NotAllowedError") {
    return "The browser does not let this page use the microphone. Allow it beside the page's address.";
  }
  if (name === "NotFoundError") return "This machine has no microphone.";
  return "The microphone does not start. Another program may be using it.";
}

/** An agent that does not know of this stay in the room yet is not ready for it. LiveKit drops attributes that are empty. */
function stateOf({ attributes }: Participant, stay: string): string {
  return attributes[KNOWS_ATTRIBUTE] === stay
    ? (attributes["lk.agent.state"] ?? GETTING_READY)
    : GETTING_READY;
}

function isAgent(who: Participant): boolean {
  return who.isAgent;
}

function play(track: RemoteTrack): void {
  if (track.kind === Track.Kind.Audio) document.body.append(track.attach());
}

function silence(track: RemoteTrack): void {
  for (const element of track.detach()) element.remove();
}
