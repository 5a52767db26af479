import { expect, test } from "bun:test";
import { sessionIdOf } from "../../src/core/ids.ts";
import type { ToolRequest } from "../../src/core/tool-caller.ts";
import { userIdSchema } from "../../src/protocol/ids.ts";
import { fail } from "../../src/protocol/failure.ts";
import { RoomCalls } from "../../src/voice/room-calls.ts";
import { asUser } from "../support/room-owner.ts";

test("the calls of a room go to the browser that its person talks to, until the room is over", async () => {
  const asked: ToolRequest["asker"][] = [];
  const calls = new RoomCalls({
    call: async ({ asker }) => {
      asked.push(asker);
      return fail("no_browser", "None.");
    },
  });
  const userId = userIdSchema.parse("user_1_ann");
  const second = sessionIdOf(userId, 2);
  const owner = { kind: "local", userId } as const;
  const call = () => calls.call("1", { room: "r", owner }, "chrome_health", {});

  await call();
  calls.select("r", second);
  await call();
  calls.forget("r");
  await call();
  expect(asked.map(({ principal }) => principal)).toEqual([owner, owner, owner]);
  expect(asked.map(({ selected }) => selected)).toEqual([undefined, second, undefined]);
});

test("a call that failed by a bug is not taken for a running one", async () => {
  const signals: AbortSignal[] = [];
  const calls = new RoomCalls({
    call: async ({ signal }) => {
      signals.push(signal);
      throw new Error("a bug");
    },
  });
  const userId = userIdSchema.parse("user_1_ann");
  const call = calls.call("1", { room: "r", owner: asUser(userId) }, "chrome_health", {});
  expect(await call.catch((cause: unknown) => String(cause))).toBe("Error: a bug");
  calls.cancelAll();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
});
