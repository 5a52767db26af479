import { expect, test } from "bun:test";
import { sessionIdSchema } from "../../src/protocol/ids.ts";
import { RoutingStats } from "../../src/core/routing-stats.ts";

const ID = sessionIdSchema.parse("session_user_1_ann");

test("a session carries what was started and has not ended", () => {
  const stats = new RoutingStats();
  stats.started(ID);
  stats.started(ID);
  stats.ended(ID, 10);
  expect(stats.loadOf(ID)).toEqual({ calls: 2, inFlight: 1, p50: 10, p95: 10 });
});

test("of a session that was forgotten while a call ran nothing is left when the call ends", () => {
  const stats = new RoutingStats();
  stats.started(ID);
  stats.forget(ID);
  stats.ended(ID, 10);
  expect(stats.loadOf(ID)).toEqual({ calls: 0, inFlight: 0, p50: null, p95: null });
});
