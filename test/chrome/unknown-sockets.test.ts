import { expect, test } from "bun:test";
import { UnknownSockets } from "../../src/chrome/unknown-sockets.ts";
import { HELLO_DEADLINE_MS } from "../../src/protocol/version.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("of too many sockets that say nothing the one that has been silent for longest has to go, not the extension that comes", () => {
  const clock = new FakeClock();
  const sentAway: string[] = [];
  const sockets = new UnknownSockets<string>({
    clock,
    max: 2,
    sendAway: (socket, { reason }) => sentAway.push(`${socket} ${reason}`),
  });
  for (const name of ["first", "second", "third"]) sockets.add(name);
  expect(sentAway).toEqual(["first overloaded"]);

  sockets.remove("third");
  sockets.add("fourth");
  expect(sentAway).toHaveLength(1);
  clock.move(HELLO_DEADLINE_MS);
  expect(sentAway.slice(1)).toEqual(["second hello_timeout", "fourth hello_timeout"]);
  expect(clock.timers).toBe(0);
});
