import { join } from "node:path";
import { AccessToken } from "livekit-server-sdk";
import type { LivekitAccess } from "../../src/voice/livekit-access.ts";
import type { Talker, Talkers } from "../voice/talkers.ts";
import type { Figure } from "./figure.ts";
import type { RoomPerson } from "./room-person.ts";
import { quantile, timed } from "./timing.ts";

const ROUNDS = 4;
const CALLS_A_ROUND = 2_000;
const TOOL = "chrome_javascript";
const SAID = "click_sign_in.af";

/** Somebody who talks to somebody who only listens: what a LiveKit server and its clients cost without an agent. */
export class UnheardTalker {
  readonly #talker: Talker;

  private constructor(talker: Talker) {
    this.#talker = talker;
  }

  static async join(
    access: LivekitAccess,
    room: string,
    talkers: Talkers,
    listeners: Talkers,
  ): Promise<UnheardTalker> {
    const token = async (identity: string) => {
      const made = new AccessToken(access.apiKey, access.apiSecret, { identity });
      made.addGrant({ roomJoin: true, room });
      return made.toJwt();
    };
    await listeners.join(access.url, await token("listener"));
    return new UnheardTalker(await talkers.join(access.url, await token("talker")));
  }

  async say(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#talker.onEvent = (message) => {
      if (message.type === "speaking" && !message.begins) resolve();
    };
    this.#talker.speak(join(import.meta.dir, `../support/speech/${SAID}.wav`));
    await promise;
  }
}

/**
 * What other clients feel of people who talk. In turns: in silence, beside people to whom somebody only listens, and
 * beside people whom the agent hears.
 */
export async function besideTalk(
  people: readonly RoomPerson[],
  unheard: readonly UnheardTalker[],
): Promise<Figure[]> {
  const calls = async () => {
    const took: number[] = [];
    while (took.length < CALLS_A_ROUND) {
      took.push(await timed(async () => people[0]?.caller.send(TOOL, { code: "1+1" })));
    }
    return took;
  };
  const heardTalk = people.map((person) => async () => {
    await person.say(SAID);
    await person.next("spoken");
  });
  const unheardTalk = unheard.map((talker) => () => talker.say());
  await calls();
  const silent: number[] = [];
  const floor: number[] = [];
  const loud: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    silent.push(...(await calls()));
    floor.push(...(await during(unheardTalk, calls)));
    loud.push(...(await during(heardTalk, calls)));
  }
  const figure = (what: string, against: readonly number[], note: string): Figure => ({
    what,
    unit: "ms",
    ours: quantile(loud, 0.99),
    floor: quantile(against, 0.99),
    goal: { kind: "floor_times", value: 1.5 },
    note,
  });
  const p50 = (took: readonly number[]) => quantile(took, 0.5).toFixed(2);
  const alone = quantile(floor, 0.99) / quantile(silent, 0.99);
  return [
    figure(
      `tools/call while ${people.length} people talk, p99 against silence`,
      silent,
      `p50 ${p50(loud)} against ${p50(silent)}; their clients and LiveKit alone make it ${alone.toFixed(2)} times as long.`,
    ),
    figure(
      "the same against people to whom no agent listens",
      floor,
      `p50 ${p50(loud)} against ${p50(floor)}.`,
    ),
  ];
}

/** Does something while all of them talk on and on. */
async function during<T>(talks: readonly (() => Promise<void>)[], work: () => Promise<T>) {
  let talking = true;
  const all = talks.map(async (talk) => {
    while (talking) await talk();
  });
  const done = await work();
  talking = false;
  await Promise.all(all);
  return done;
}
