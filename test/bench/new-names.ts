import { Person } from "../e2e/person.ts";
import { shopScene } from "../support/shop-scene.ts";
import type { Talkers } from "../voice/talkers.ts";
import type { Figure } from "./figure.ts";
import { type RoomPerson, enterRoom } from "./room-person.ts";
import { quantile } from "./timing.ts";

const ROUNDS = 12;
const KNOWN_MS = 300;
/** Each stands on one page only. */
const NAMES = ["Garden gate", "Tall ladder"] as const;
const SPOKEN = "Sign in";

/** Everything on the page but what is named. */
const OTHERS = shopScene()
  .controls.map(({ name }) => name)
  .filter((name) => name !== SPOKEN);

/** How soon a command by a name of another page is understood, counted from when the browser says that the page is another. */
export async function newNames(person: RoomPerson): Promise<Figure[]> {
  const written: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) written.push(await writtenName(person, round));
  let understood = 0;
  for (let round = 0; round < ROUNDS; round += 1) understood += (await spokenName(person)) ? 1 : 0;
  return [
    slowest("new page → command by a name on it, as it is written, is at the browser", written),
    {
      what: `spoken names understood that are there since ${KNOWN_MS} ms before the last sound, %`,
      unit: "",
      ours: (100 * understood) / ROUNDS,
      goal: { kind: "at_least", value: 100 },
      note: `${ROUNDS} times “Click sign in.”, on a page with ${OTHERS.length + 1} names.`,
    },
  ];
}

async function writtenName(person: RoomPerson, round: number): Promise<number> {
  const name = nameOf(round);
  const clicked = person.next("chrome_click_element");
  const startMs = performance.now();
  person.navigate(outlineOf([...OTHERS, name]));
  for (;;) {
    const answered = person.next("answered");
    person.write(`click ${name}`);
    const understood = await Promise.race([clicked, answered.then(() => undefined)]);
    await answered;
    if (understood !== undefined) return understood - startMs;
  }
}

/** Is it clicked, though it was not there when the person began to speak? */
async function spokenName(person: RoomPerson): Promise<boolean> {
  person.navigate(outlineOf(OTHERS));
  await person.next("chrome_read_page");
  const answered = person.next("answered");
  const endMs = await person.say("click_sign_in.af");
  await Bun.sleep(endMs - KNOWN_MS - performance.now());
  person.navigate(outlineOf([...OTHERS, SPOKEN]));
  await answered;
  await person.quiet();
  return person.last("chrome_click_element") > endMs;
}

/** The same in Chromium, until the page is told of the click. Floor: the same click again, on the page that is known. */
export async function newNamesInChromium(server: string, talkers: Talkers): Promise<Figure> {
  await using site = startPages();
  await using person = await Person.arrive(server);
  const address = await person.address();
  await using talker = await enterRoom(
    server,
    address.slice(address.lastIndexOf("/") + 1),
    talkers,
  );
  await talker.withAgent();
  const tab = await person.chromium.open(site.url(ROUNDS));
  const click = async (round: number): Promise<number> => {
    const clicked = site.next("clicked");
    for (;;) {
      const answer = await talker.ask(`click ${nameOf(round)}`);
      if (answer.startsWith("Clicked")) return clicked;
    }
  };
  const [took, again]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const there = site.next("there");
    await person.chromium.cdp.evaluate(`void (location.href = "${site.url(round)}")`, tab);
    const thereMs = await there;
    took.push((await click(round)) - thereMs);
    const startMs = performance.now();
    again.push((await click(round)) - startMs);
  }
  return {
    ...slowest("page is there → it is clicked by a name on it, as it is written, Chromium", took),
    floor: quantile(again, 0.5),
    goal: { kind: "floor_plus", value: KNOWN_MS },
  };
}

/** Pages that say when they are there, and when what is new on them was clicked. */
function startPages() {
  const waiting = new Map<string, (atMs: number) => void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method === "POST") waiting.get(pathname)?.(performance.now());
      return new Response(
        `<!doctype html><title>Shop</title>
${OTHERS.map((name) => `<a href="#">${name}</a>`).join("\n")}
<button onclick="tell('clicked')">${nameOf(Number(searchParams.get("round")))}</button>
<script>const tell = (what) => fetch("/" + what, { method: "POST" });
addEventListener("DOMContentLoaded", () => tell("there"));</script>`,
        { headers: { "Content-Type": "text/html" } },
      );
    },
  });
  return {
    url: (round: number) => `http://127.0.0.1:${server.port}/?round=${round}`,
    next(what: "there" | "clicked"): Promise<number> {
      const { promise, resolve } = Promise.withResolvers<number>();
      waiting.set(`/${what}`, resolve);
      return promise;
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

function nameOf(round: number): string {
  return NAMES[round % 2] ?? NAMES[0];
}

function outlineOf(names: readonly string[]): string {
  return names.map((name, index) => `button "${name}" [ref=e${index + 1}]`).join("\n");
}

function slowest(what: string, took: readonly number[]): Figure {
  return {
    what: `${what}, slowest`,
    unit: "ms",
    ours: Math.max(...took),
    goal: { kind: "at_most", value: KNOWN_MS },
    note: `p50 ${quantile(took, 0.5).toFixed(0)} of ${took.length}.`,
  };
}
