import { expect, test } from "bun:test";
import { loadConfig } from "../../src/config.ts";
import { OpenQuestions } from "../../src/core/open-questions.ts";
import type { ToHost, ToThread } from "../../src/voice/port.ts";
import { RoomCalls } from "../../src/voice/room-calls.ts";
import { VoiceHost } from "../../src/voice/host.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { asUser } from "../support/room-owner.ts";
import { until } from "../support/until.ts";

const ROOM = "mcp-chrome-user-user_1_ann";

/** A voice thread that only keeps what it is told, and says what the test lets it say. */
class ThreadStandIn {
  readonly told: ToThread[] = [];
  readonly #events = new EventTarget();
  readonly addEventListener = this.#events.addEventListener.bind(this.#events);

  postMessage(message: ToThread): void {
    this.told.push(message);
    if (message.type === "close") this.say({ type: "closed" });
  }

  say(data: ToHost): void {
    this.#events.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate(): void {
    this.#events.dispatchEvent(new Event("close"));
  }
}

/** A host whose LiveKit cannot be reached, and whose browser's calls all fail by a bug. */
function openHost() {
  const loaded = loadConfig({ flags: {}, env: {}, readFile: () => undefined });
  if (!loaded.ok) throw new Error("the defaults are wrong");
  const threads: ThreadStandIn[] = [];
  const clock = new FakeClock();
  const host = new VoiceHost({
    settings: loaded.config.voice,
    nodeId: "node",
    access: { url: "ws://127.0.0.1:1", publicUrl: "", apiKey: "key", apiSecret: "secret" },
    calls: new RoomCalls({
      call: async () => {
        throw new Error("a bug");
      },
    }),
    questions: new OpenQuestions(),
    admits: async (userId) => asUser(userId),
    isUser: async () => true,
    clock,
    logger: new QuietLogger(),
    spawn: () => {
      const thread = new ThreadStandIn();
      threads.push(thread);
      return thread;
    },
  });
  const thread = () => threads.at(-1) ?? new ThreadStandIn();
  return { host, clock, thread, [Symbol.asyncDispose]: () => host.close() };
}

test("a clock that is set, or a machine that slept, does not make the thread one that hangs", async () => {
  await using house = openHost();
  const { told } = house.thread();
  house.clock.set(8 * 3_600_000);
  house.clock.move(10_000);
  expect(told.at(-1)).toMatchObject({ type: "ping" });
  house.clock.move(6 * 10_000);
  expect(house.thread().told).toBe(told);
  house.clock.move(1_000);
  expect(house.thread().told).not.toBe(told);
});

test("a call that fails by a bug is answered all the same", async () => {
  await using house = openHost();
  house.thread().say({ type: "owner_joined", room: ROOM, credentialId: "cred_1" });
  house.thread().say({ type: "call_tool", id: "1", room: ROOM, tool: "chrome_health", args: {} });
  const answer = await until("an answer", () =>
    house.thread().told.find(({ type }) => type === "tool_answer"),
  );
  expect(answer).toMatchObject({ id: "1", answer: { ok: false, failure: { code: "internal" } } });
});

test("a room into which nobody was let calls nothing", async () => {
  await using house = openHost();
  house.thread().say({ type: "call_tool", id: "1", room: ROOM, tool: "chrome_health", args: {} });
  const answer = await until("an answer", () =>
    house.thread().told.find(({ type }) => type === "tool_answer"),
  );
  expect(answer).toMatchObject({ answer: { failure: { code: "blocked_by_policy" } } });
});

test("by whose credential somebody was let in is forgotten with the thread that said it", async () => {
  await using house = openHost();
  const endings = () => house.thread().told.filter(({ type }) => type === "end_room").length;
  const letIn = () =>
    house.thread().say({ type: "owner_joined", room: ROOM, credentialId: "cred_1" });

  letIn();
  house.thread().terminate();
  house.clock.move(1_000);
  await house.host.credentialRevoked(ROOM, "cred_1");
  expect(endings()).toBe(0);

  letIn();
  await house.host.credentialRevoked(ROOM, "cred_1");
  expect(endings()).toBe(1);
});
