import { expect, test } from "bun:test";
import { fail, succeed } from "../../../src/protocol/failure.ts";
import { DrivenTabs, LINGER_MS } from "../../../src/extension/driven/driven-tabs.ts";
import { FakeClock, newCallId } from "../fakes.ts";

const DONE = succeed({ data: {} });
const REFUSED = fail("blocked_by_policy", "No.");

class Scene {
  readonly clock = new FakeClock();
  /** What each tab shows now. */
  readonly frames = new Map<number, string>();
  shows = 0;
  hides = 0;
  readonly off = new Set<number>();
  readonly tabs = new DrivenTabs({
    clock: this.clock,
    isOff: (tabId) => this.off.has(tabId),
    frames: {
      show: (tabId, clients) => {
        this.shows += 1;
        this.frames.set(tabId, clients.join());
      },
      hide: (tabId) => {
        this.hides += 1;
        this.frames.delete(tabId);
      },
    },
  });

  call(client: string, ms: number, outcome: typeof DONE | typeof REFUSED = DONE, tabIds = [1]) {
    const id = newCallId();
    this.tabs.begin(id, client, tabIds);
    this.clock.advance(ms);
    this.tabs.end(id, outcome);
  }
}

test("a tab is framed from a moment after the first call until a while after the last, without a break between calls", () => {
  const scene = new Scene();
  for (let nth = 0; nth < 20; nth += 1) {
    scene.call("ann", 50);
    scene.clock.advance(LINGER_MS - 1_000);
  }
  expect(scene.frames.get(1)).toBe("ann");
  expect(scene.hides).toBe(0);
  expect(scene.shows).toBeLessThan(10);
  scene.clock.advance(1_000);
  expect(scene.frames.has(1)).toBe(false);
  expect(scene.clock.waiting).toBe(0);
});

test("a call that lasts is framed all the time, and says who works there", () => {
  const scene = new Scene();
  scene.tabs.begin(newCallId(), "ann", [1, 2]);
  scene.clock.advance(10 * LINGER_MS);
  scene.call("ben", 1_000);
  expect(scene.frames).toEqual(
    new Map([
      [1, "ann,ben"],
      [2, "ann"],
    ]),
  );
});

test("what is refused at once is never framed", () => {
  const scene = new Scene();
  scene.call("ann", 20, REFUSED);
  scene.clock.advance(LINGER_MS);
  expect(scene.shows).toBe(0);
  expect(scene.clock.waiting).toBe(0);
});

test("a tab that a call made is framed too, and another document gets a frame of its own", () => {
  const scene = new Scene();
  scene.call("ann", 20, succeed({ data: { tabId: 7 } }), []);
  scene.clock.advance(1_000);
  expect(scene.frames.get(7)).toBe("ann");
  scene.frames.clear();
  scene.tabs.arrived(7);
  scene.tabs.arrived(8);
  scene.clock.advance(1_000);
  expect([...scene.frames.keys()]).toEqual([7]);
});

test("a tab that the person has to themselves is not framed, and nothing is once everything stopped", () => {
  const scene = new Scene();
  scene.tabs.begin(newCallId(), "ann", [1, 2]);
  scene.clock.advance(1_000);
  scene.off.add(1);
  scene.tabs.drop(1);
  scene.call("ann", 1_000);
  expect([...scene.frames.keys()]).toEqual([2]);
  scene.tabs.clear();
  expect(scene.frames.size).toBe(0);
  expect(scene.clock.waiting).toBe(0);
});
