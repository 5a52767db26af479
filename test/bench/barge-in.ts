import type { Figure } from "./figure.ts";
import type { RoomPerson } from "./room-person.ts";
import { quantile } from "./timing.ts";

const ROUNDS = 12;
/** Not answered with words: what is heard before it is the answer that it breaks into. */
const OTHER = "scroll_bottom.bf";
const STOP = "stop.bf";

/** The end of something, from the moment at which the words were shown as recognised, and from their last sound. */
interface Ended {
  recognised: number;
  spoken: number;
}

/**
 * How soon the agent is quiet, and the call in the browser ended. What is written counts from its sending; what is said
 * from when the person sees it as recognised, a moment after the agent knew.
 */
export async function bargeIn(person: RoomPerson): Promise<Figure[]> {
  const written = {
    sound: await rounds(() => writtenOverAnswer(person)),
    call: await rounds(() => writtenDuringCall(person)),
  };
  const stop = {
    sound: await rounds(() => spokenOverAnswer(person, STOP)),
    call: await rounds(() => spokenDuringCall(person)),
  };
  const other = await rounds(() => spokenOverAnswer(person, OTHER));
  return [
    figure("“stop” is written → last sound of the answer", written.sound),
    figure("“stop” is written → call is cancelled at the browser", written.call),
    recognisedFigure("“stop” is recognised → last sound of the answer", stop.sound),
    recognisedFigure("“stop” is recognised → call is cancelled at the browser", stop.call),
    recognisedFigure("another sentence is recognised → last sound of the answer", other),
  ];
}

async function writtenOverAnswer(person: RoomPerson): Promise<number> {
  await agentSpeaks(person);
  const startMs = performance.now();
  person.write("stop");
  return (await person.silence()) - startMs;
}

async function writtenDuringCall(person: RoomPerson): Promise<number> {
  await callRuns(person);
  const cancelled = person.next("cancel");
  const startMs = performance.now();
  person.write("stop");
  const tookMs = (await cancelled) - startMs;
  await person.quiet();
  return tookMs;
}

async function spokenOverAnswer(person: RoomPerson, words: string): Promise<Ended> {
  await agentSpeaks(person);
  const recognised = person.next("recognised");
  const endMs = await person.say(words);
  const recognisedMs = await recognised;
  const lastMs = await person.silence();
  return { recognised: lastMs - recognisedMs, spoken: lastMs - endMs };
}

async function spokenDuringCall(person: RoomPerson): Promise<Ended> {
  await callRuns(person);
  const [recognised, cancelled] = [person.next("recognised"), person.next("cancel")];
  const endMs = await person.say(STOP);
  const [recognisedMs, cancelledMs] = await Promise.all([recognised, cancelled]);
  await person.quiet();
  return { recognised: cancelledMs - recognisedMs, spoken: cancelledMs - endMs };
}

/** Help is many words long. */
async function agentSpeaks(person: RoomPerson): Promise<void> {
  const sound = person.next("sound");
  person.write("help");
  await sound;
}

async function callRuns(person: RoomPerson): Promise<void> {
  person.hold("chrome_scroll");
  const call = person.next("chrome_scroll");
  person.write("scroll down");
  await call;
  person.hold(undefined);
}

async function rounds<T>(round: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  while (all.length < ROUNDS) all.push(await round());
  return all;
}

function figure(what: string, took: readonly number[], note = ""): Figure {
  return {
    what: `${what}, slowest`,
    unit: "ms",
    ours: Math.max(...took),
    goal: { kind: "at_most", value: 300 },
    note: `p50 ${quantile(took, 0.5).toFixed(0)} of ${took.length}.${note}`,
  };
}

function recognisedFigure(what: string, took: readonly Ended[]): Figure {
  const spoken = took.map((ended) => ended.spoken);
  return figure(
    what,
    took.map(({ recognised }) => recognised),
    ` From the last sound of the words ${quantile(spoken, 0.5).toFixed(0)}, slowest ${Math.max(...spoken).toFixed(0)}.`,
  );
}
