import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  type Participant,
  type RemoteTrack,
  Room,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import { type FromTalkers, HUSH_MS, type ToTalkers, toTalkersSchema } from "./talker-messages.ts";

/*
 * Stock LiveKit clients, on the far end of an IPC channel: the WebRTC library can be used by one thread of a
 * process only, and in the process of a test that is the voice thread.
 */

const RATE = 16_000;
const WAV_HEADER = 44;
const LOUD = 500;

const rooms = new Map<number, Room>();

function tell(message: FromTalkers): void {
  process.send?.(message);
}

function isAgent({ identity }: Participant): boolean {
  return identity.startsWith("agent-");
}

async function join({ id, url, token }: Extract<ToTalkers, { type: "join" }>): Promise<void> {
  const room = new Room();
  rooms.set(id, room);
  const agent = (who: Participant) => {
    const state = who.attributes["lk.agent.state"];
    if (isAgent(who)) tell({ type: "agent", id, identity: who.identity, state: state ?? "joined" });
  };
  room.registerTextStreamHandler("lk.transcription", (reader, { identity }) => {
    const who = identity.startsWith("agent-") ? "agent" : "person";
    reader.readAll().then(
      (text) => tell({ type: "said", id, who, text }),
      () => undefined, // the person left in mid-sentence
    );
  });
  room.on(RoomEvent.ParticipantConnected, agent);
  room.on(RoomEvent.ParticipantAttributesChanged, (_changed, who) => agent(who));
  room.on(RoomEvent.ParticipantDisconnected, (who) => {
    if (isAgent(who)) tell({ type: "agent", id, identity: who.identity });
  });
  room.on(RoomEvent.Disconnected, () => tell({ type: "gone", id }));
  room.on(RoomEvent.TrackSubscribed, (track) => void hear(id, track).catch(() => undefined)); // gone again already
  try {
    await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  } catch {
    return tell({ type: "refused", id });
  }
  for (const who of room.remoteParticipants.values()) agent(who);
  tell({ type: "joined", id });
}

async function hear(id: number, track: RemoteTrack): Promise<void> {
  const sound = new AudioStream(track, RATE, 1);
  let quietMs = HUSH_MS;
  for await (const { data, sampleRate } of ReadableFrames(sound)) {
    const quietBeforeMs = quietMs;
    const isLoud = data.some((sample) => Math.abs(sample) > LOUD);
    quietMs = isLoud ? 0 : quietMs + (data.length / sampleRate) * 1_000;
    if (isLoud && quietBeforeMs > 0) tell({ type: "sound", id });
    if (quietBeforeMs < HUSH_MS && quietMs >= HUSH_MS) tell({ type: "hush", id });
  }
}

async function* ReadableFrames(stream: ReadableStream<AudioFrame>): AsyncIterable<AudioFrame> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

const SOURCES = {
  microphone: TrackSource.SOURCE_MICROPHONE,
  tab: TrackSource.SOURCE_SCREENSHARE_AUDIO,
} as const;

const sources = new Map<string, AudioSource>();
const spoken = new Map<string, Promise<void>>();

/** One after the other: what is said at once from one source would be mixed piece by piece, and be no words. */
function speak(id: number, file: string, from: keyof typeof SOURCES): Promise<void> {
  const source = `${id} ${from}`;
  const before = spoken.get(source) ?? Promise.resolve();
  const now = before.then(() => play(id, file, from));
  spoken.set(source, now);
  return now;
}

async function play(id: number, file: string, from: keyof typeof SOURCES): Promise<void> {
  const source = sources.get(`${id} ${from}`) ?? (await publish(id, from));
  const bytes = await Bun.file(file).arrayBuffer();
  const samples = new Int16Array(bytes.slice(WAV_HEADER));
  const silence = new Int16Array(RATE);
  tell({ type: "speaking", id, begins: true });
  for (const sound of [samples, silence]) {
    for (let at = 0; at < sound.length; at += RATE / 100) {
      const piece = sound.slice(at, at + RATE / 100);
      await source.captureFrame(new AudioFrame(piece, RATE, 1, piece.length));
    }
  }
  await source.waitForPlayout();
  tell({ type: "speaking", id, begins: false });
}

/** Whoever shares a tab may be heard by nobody: only for a microphone is it waited until somebody listens. */
async function publish(id: number, from: keyof typeof SOURCES): Promise<AudioSource> {
  const source = new AudioSource(RATE, 1);
  sources.set(`${id} ${from}`, source);
  const room = rooms.get(id);
  const track = LocalAudioTrack.createAudioTrack(from, source);
  const options = new TrackPublishOptions({ source: SOURCES[from] });
  const published = await room?.localParticipant?.publishTrack(track, options);
  const isOwner = room?.name?.endsWith(room.localParticipant?.identity ?? "none") === true;
  if (from === "microphone" && isOwner) await published?.waitForSubscription();
  return source;
}

async function serve(message: ToTalkers): Promise<void> {
  switch (message.type) {
    case "join":
      return join(message);
    case "write":
      await rooms
        .get(message.id)
        ?.localParticipant?.sendText(message.text, { topic: message.topic ?? "lk.chat" });
      return;
    case "speak":
      return speak(message.id, message.file, message.from ?? "microphone");
    case "leave":
      await rooms.get(message.id)?.disconnect();
      rooms.delete(message.id);
  }
}

process.on("message", (data: unknown) => {
  void serve(toTalkersSchema.parse(data));
});
process.on("disconnect", () => process.exit(0));
