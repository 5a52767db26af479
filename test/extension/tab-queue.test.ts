import { expect, test } from "bun:test";
import { TabQueue } from "../../src/extension/tab-queue.ts";
import type { Effect } from "../../src/tools/contract.ts";
import { settle } from "./fakes.ts";

/** Asks for tabs and writes down who got in. */
class Visitors {
  readonly inside: string[] = [];
  readonly #queue = new TabQueue();

  visit(name: string, effect: Effect, tabId = 1, client = "ann") {
    const stop = new AbortController();
    let leave: (() => void) | undefined;
    const enter = async () => {
      leave = await this.#queue.enter(tabId, effect, client, stop.signal);
      if (leave) this.inside.push(name);
    };
    void enter();
    return {
      leave: async () => {
        leave?.();
        this.inside.splice(this.inside.indexOf(name), 1);
        await settle();
      },
      leaveAgain: () => leave?.(),
      abort: async () => {
        stop.abort();
        await settle();
      },
    };
  }
}

test("reads share a tab, and an action waits for all of them", async () => {
  const visitors = new Visitors();
  const first = visitors.visit("read 1", "read");
  const second = visitors.visit("read 2", "read");
  visitors.visit("action", "act");
  await settle();
  expect(visitors.inside).toEqual(["read 1", "read 2"]);

  await first.leave();
  expect(visitors.inside).toEqual(["read 2"]);
  await second.leave();
  expect(visitors.inside).toEqual(["action"]);
});

test("a read that comes after a waiting action waits behind it", async () => {
  const visitors = new Visitors();
  const reading = visitors.visit("read 1", "read");
  const acting = visitors.visit("action", "act");
  visitors.visit("read 2", "read");
  visitors.visit("read 3", "read");
  await settle();
  expect(visitors.inside).toEqual(["read 1"]);

  await reading.leave();
  expect(visitors.inside).toEqual(["action"]);
  await acting.leave();
  expect(visitors.inside).toEqual(["read 2", "read 3"]);
});

test("actions of one tab go one after the other, in the order of arrival", async () => {
  const visitors = new Visitors();
  const first = visitors.visit("1", "act");
  const second = visitors.visit("2", "act");
  visitors.visit("3", "act");
  await settle();
  expect(visitors.inside).toEqual(["1"]);
  await first.leave();
  expect(visitors.inside).toEqual(["2"]);
  await second.leave();
  expect(visitors.inside).toEqual(["3"]);
});

test("tabs never wait for each other", async () => {
  const visitors = new Visitors();
  visitors.visit("tab 1", "act", 1);
  visitors.visit("tab 2", "act", 2);
  await settle();
  expect(visitors.inside).toEqual(["tab 1", "tab 2"]);
});

test("who is aborted while waiting leaves the queue, and those behind go on", async () => {
  const visitors = new Visitors();
  visitors.visit("read 1", "read");
  const acting = visitors.visit("action", "act");
  visitors.visit("read 2", "read");
  await settle();
  await acting.abort();
  expect(visitors.inside).toEqual(["read 1", "read 2"]);
});

test("leaving twice does not let two actions in", async () => {
  const visitors = new Visitors();
  const first = visitors.visit("1", "act");
  visitors.visit("2", "act");
  visitors.visit("3", "act");
  await settle();
  await first.leave();
  first.leaveAgain();
  await settle();
  expect(visitors.inside).toEqual(["2"]);
});

test("who comes aborted does not get in and holds nobody up", async () => {
  const queue = new TabQueue();
  expect(await queue.enter(1, "act", "ann", AbortSignal.abort())).toBeUndefined();
  expect(await queue.enter(1, "act", "ann", new AbortController().signal)).toBeFunction();
});

/** Lets everybody in, one after the other; answers who came when. */
async function order(visitors: Visitors, visits: { leave: () => Promise<void> }[]) {
  const came: string[] = [];
  for (let left = visits.length; left > 0; left--) {
    await settle();
    const [name = ""] = visitors.inside;
    came.push(name);
    await visits[Number(name.split(" ")[1])]?.leave();
  }
  return came;
}

test("a client that floods a tab does not keep another waiting", async () => {
  const visitors = new Visitors();
  const callers = ["ann", "ann", "ann", "ann", "bob", "bob", "eve"];
  const visits = callers.map((client, nth) => visitors.visit(`${client} ${nth}`, "act", 1, client));
  expect(await order(visitors, visits)).toEqual([
    "ann 0",
    "bob 4",
    "eve 6",
    "ann 1",
    "bob 5",
    "ann 2",
    "ann 3",
  ]);
});

test("clients that come one after the other do not starve the one that came first", async () => {
  const visitors = new Visitors();
  const visits = [
    visitors.visit("ann 0", "act", 1, "ann"),
    visitors.visit("ann 1", "act", 1, "ann"),
  ];
  await settle();
  visits.push(visitors.visit("bob 2", "act", 1, "bob"));
  await visits[0]?.leave();
  visits.push(visitors.visit("eve 3", "act", 1, "eve"));
  await visits[2]?.leave();
  expect(visitors.inside).toEqual(["ann 1"]);
});

test("one client's reads wait behind another's action that waits, so that the action does not starve", async () => {
  const visitors = new Visitors();
  const reading = visitors.visit("read 1", "read", 1, "ann");
  visitors.visit("action", "act", 1, "bob");
  await settle();
  visitors.visit("read 2", "read", 1, "ann");
  await settle();
  expect(visitors.inside).toEqual(["read 1"]);
  await reading.leave();
  expect(visitors.inside).toEqual(["action"]);
});
