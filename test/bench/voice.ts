import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerProcess } from "../support/server-process.ts";
import { Talkers } from "../voice/talkers.ts";
import type { Figure, FigureGroup } from "./figure.ts";
import { residentMb } from "./resident.ts";
import { RoomPerson } from "./room-person.ts";
import { quantile, timed } from "./timing.ts";

const TYPED = 40;
const SPOKEN = 16;
const PEOPLE = 5;
const CALLS = 3_000;
const REJOINS = 30;

/** People in their rooms, on the server as it is started, with LiveKit and their clients on the same machine. */
export const voice: FigureGroup = {
  name: "voice",
  async measure() {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), "chrome-mcp-voice-"));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const config = join(folder, "config.yaml");
    await Bun.write(config, "agent:\n  session:\n    participant_grace: 0\n");
    const server = stack.use(await ServerProcess.start(undefined, ["--config", config]));
    stack.defer(async () => void (await server.stop()));
    const talkers = stack.use(new Talkers());
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
    return [
      ...commands,
      await beside(ann, people),
      {
        what: "memory of one more room",
        unit: "MB",
        ours: (allMb - oneMb) / others.length,
        goal: { kind: "at_most", value: 12 },
        note: `Growth of resident memory by ${others.length} rooms.`,
      },
      await rejoining(server.pid, ann, talkers),
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
    figure("end of speech → first sound of the answer, p50", sound, 900),
  ];
}

/** What other clients feel of people who talk. */
async function beside({ caller }: RoomPerson, people: readonly RoomPerson[]): Promise<Figure> {
  const call = () => timed(() => caller.send("chrome_javascript", { code: "1+1" }));
  const calls = async () => {
    const took: number[] = [];
    while (took.length < CALLS) took.push(await call());
    return took;
  };
  await calls();
  const silent = await calls();
  let talking = true;
  const talks = people.map(async (person) => {
    while (talking) {
      await person.say("click_sign_in.af");
      await person.next("spoken");
    }
  });
  const loud = await calls();
  talking = false;
  await Promise.all(talks);
  return {
    what: `tools/call while ${people.length} people talk, p99`,
    unit: "ms",
    ours: quantile(loud, 0.99),
    floor: quantile(silent, 0.99),
    goal: { kind: "floor_times", value: 1.5 },
    note: `p50 ${quantile(loud, 0.5).toFixed(2)} against ${quantile(silent, 0.5).toFixed(2)} in silence.`,
  };
}

async function rejoining(pid: number, person: RoomPerson, talkers: Talkers): Promise<Figure> {
  const again = async () => {
    await person.leave();
    await person.join(talkers);
  };
  for (let round = 0; round < REJOINS / 3; round += 1) await again();
  const beforeMb = await residentMb(pid);
  for (let round = 0; round < REJOINS; round += 1) await again();
  return {
    what: "growth of memory, each time that somebody leaves and comes",
    unit: "MB",
    ours: ((await residentMb(pid)) - beforeMb) / REJOINS,
    goal: { kind: "at_most", value: 0.1 },
    note: `${REJOINS} times; the voice thread is renewed while nobody is in a room.`,
  };
}
