import { z } from "zod";
import type { ServerProcess } from "../support/server-process.ts";
import { until } from "../support/until.ts";
import { Talkers } from "../voice/talkers.ts";
import { UnheardTalker, besideTalk } from "./beside-talk.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { residentMb } from "./resident.ts";
import { RoomPerson } from "./room-person.ts";
import { quantile } from "./timing.ts";
import { startTalkedTo } from "./talked-to.ts";

const TYPED = 40;
const SPOKEN = 16;
/** Silence that ends a complete command. */
const WINDOW_MS = 200;
const PEOPLE = 5;
const MOST_JOINS = 500;
const REJOIN_MS = 600_000;
/** Rounds on each side. */
const COMPARED = 10;

const statsSchema = z.object({ voice: z.object({ rooms: z.number() }) });

/** People in their rooms, on the server as it is started, with LiveKit and their clients on the same machine. */
export const voice: FigureGroup = {
  name: "voice",
  async measure() {
    await using stack = new AsyncDisposableStack();
    const { server, livekit } = stack.use(await startTalkedTo());
    const talkers = stack.use(new Talkers());
    const listeners = stack.use(new Talkers());
    const people: RoomPerson[] = [];
    for (let count = 0; count < PEOPLE; count += 1) {
      people.push(stack.use(await RoomPerson.connect(server.url)));
    }
    const [ann, ...others] = people;
    if (!ann) throw new Error("nobody is there");
    await ann.join(talkers);
    const commands = [...(await typed(ann)), ...(await spoken(ann))];
    const oneMb = await residentMb(server.pid);
    for (const person of others) await person.join(talkers);
    const allMb = await residentMb(server.pid);
    const unheard: UnheardTalker[] = [];
    for (let count = 0; count < PEOPLE; count += 1) {
      const room = `unheard-${count}`;
      unheard.push(await UnheardTalker.join(livekit.access, room, talkers, listeners));
    }
    return [
      ...commands,
      ...(await besideTalk(people, unheard)),
      {
        what: "memory of one more room",
        unit: "MB",
        ours: (allMb - oneMb) / others.length,
        goal: { kind: "at_most", value: 12 },
        note: `Growth of resident memory by ${others.length} rooms.`,
      },
      await rejoining(server, people, talkers),
    ];
  },
};

async function typed(person: RoomPerson): Promise<Figure[]> {
  const took: number[] = [];
  for (let round = 0; round < TYPED; round += 1) {
    const sent = person.next("chrome_scroll");
    const startMs = performance.now();
    person.write("scroll down");
    took.push((await sent) - startMs);
  }
  return [
    {
      what: "typed command in the room → tool at the browser, p50",
      unit: "ms",
      ours: quantile(took, 0.5),
      goal: { kind: "at_most", value: 30 },
      note: `p95 ${quantile(took, 0.95).toFixed(0)}; the client's own way included.`,
    },
  ];
}

async function spoken(person: RoomPerson): Promise<Figure[]> {
  const tool: number[] = [];
  const sound: number[] = [];
  for (let round = 0; round < SPOKEN; round += 1) {
    const sent = person.next("chrome_click_element");
    const endMs = await person.say("click_sign_in.af");
    tool.push((await sent) - endMs);
    sound.push((await person.next("sound")) - endMs);
    await person.quiet();
  }
  const figure = (what: string, took: readonly number[], value: number): Figure => ({
    what,
    unit: "ms",
    ours: quantile(took, 0.5),
    goal: { kind: "at_most", value },
    note: `p95 ${quantile(took, 0.95).toFixed(0)}; ${SPOKEN} times “Click sign in.”`,
  });
  return [
    figure("end of speech → tool at the browser, p50", tool, 450),
    figure(
      "of it besides the silence that ends a command, p50",
      tool.map((ms) => ms - WINDOW_MS),
      150,
    ),
    figure("end of speech → first sound of the answer, p50", sound, 900),
  ];
}

/** All leave and come again. Memory goes up and down meanwhile: some rounds at the end are held against some at the beginning. */
async function rejoining(
  server: ServerProcess,
  people: readonly RoomPerson[],
  talkers: Talkers,
): Promise<Figure> {
  const untilMs = performance.now() + REJOIN_MS;
  const mbs: number[] = [];
  for (let joins = 0; joins < MOST_JOINS && performance.now() < untilMs; joins += people.length) {
    await Promise.all(people.map((person) => person.leave()));
    await until("empty rooms", async () => (await rooms(server.url)) === 0 || undefined);
    await Promise.all(people.map((person) => person.join(talkers)));
    mbs.push(await residentMb(server.pid));
  }
  const [first, last] = [mean(mbs.slice(0, COMPARED)), mean(mbs.slice(-COMPARED))];
  const joins = (mbs.length - COMPARED) * people.length;
  return {
    what: "growth of memory, each time that somebody leaves and comes",
    unit: "MB",
    ours: (last - first) / joins,
    goal: { kind: "at_most", value: 0.1 },
    note: `${mbs.length * people.length} times: from ${first.toFixed(0)} to ${last.toFixed(0)} MB, at most ${Math.max(...mbs).toFixed(0)}.`,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function rooms(server: string): Promise<number> {
  return statsSchema.parse(await (await fetch(`${server}/api/stats`)).json()).voice.rooms;
}
