import { expect, test } from "bun:test";
import { fail, succeed } from "../../src/protocol/failure.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { CallLog } from "../../src/extension/call-log.ts";
import { Runtime } from "../../src/extension/runtime.ts";
import { FakeClock, FakeSockets, FakeStorage, newCallId, settle } from "./fakes.ts";

class Profile {
  readonly storage = new FakeStorage();
  readonly clock = new FakeClock();
  readonly sockets = new FakeSockets();
  released = 0;
  begun = 0;

  async startWorker(): Promise<Runtime> {
    const runtime = new Runtime({
      settings: await this.storage.openSettings(),
      log: await CallLog.open(this.storage.session, this.clock),
      openSocket: this.sockets.open,
      fetch: () => Promise.reject(new Error("no network here")),
      clock: this.clock,
      random: () => 0,
      self: { extensionVersion: "0.1.0", extensionId: "x", userAgent: "test" },
      guessedLabel: "Chrome on Linux",
      prepare: (tool) =>
        tool === "work"
          ? succeed({
              effect: "act",
              tabs: () => Promise.resolve([1]),
              run: () => {
                this.begun += 1;
                return new Promise(() => {});
              },
            })
          : fail("invalid_arguments", "No such tool."),
      addressOf: () => Promise.resolve("https://a.example/page"),
      release: () => {
        this.released += 1;
        return Promise.resolve();
      },
      join: () => Promise.resolve(),
      frames: { show: () => {}, hide: () => {} },
      permissions: () => Promise.resolve({ permissions: ["history"], missing: ["bookmarks"] }),
      onChange: () => {},
    });
    runtime.wake();
    return runtime;
  }

  async call() {
    const id = newCallId();
    const client = { id: "c1", name: "test", kind: "mcp" as const };
    this.sockets.last.receive({
      type: "call_tool",
      id,
      tool: "work",
      args: {},
      deadlineMs: 1_000,
      client,
    });
    await settle();
    return id;
  }

  /** Codes of the failures that were answered. */
  failures(): string[] {
    return this.sockets.last
      .sentOf("tool_result")
      .flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.failure.code]));
  }

  pausedEvents(): boolean[] {
    return this.sockets.last
      .sentOf("event")
      .flatMap(({ event }) => (event.kind === "paused" ? [event.paused] : []));
  }
}

test("pausing stops what runs, lets go of Chrome, tells the server, and holds until resumed", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  await profile.call();
  expect(runtime.view().running).toBe(1);
  await runtime.obey({ do: "pause", paused: true });
  await settle();
  await profile.call();
  expect(profile.failures()).toEqual(["paused", "paused"]);
  expect([profile.released, profile.begun]).toEqual([1, 1]);

  await runtime.obey({ do: "pause", paused: false });
  profile.clock.advance(1_000);
  await profile.call();
  expect(profile.pausedEvents()).toEqual([true, false]);
  expect(profile.begun).toBe(2);
});

test("a paused browser comes back paused, and says so right after the welcome", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  await runtime.obey({ do: "pause", paused: true });

  await profile.startWorker();
  profile.sockets.last.welcome();
  expect(profile.pausedEvents()).toEqual([true]);
  await profile.call();
  expect(profile.failures()).toEqual(["paused"]);
});

test("losing the socket ends every call and lets go of Chrome", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  await profile.call();
  profile.sockets.last.end(1006);
  await settle();
  expect(runtime.view().running).toBe(0);
  expect(profile.released).toBe(1);
});

test("an unknown token is kept until the person chooses to connect as a new user", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("old-token");
  profile.sockets.last.end(CLOSE_CODES.unknown_token);
  await runtime.obey({ do: "connect" });
  profile.sockets.last.open();
  expect(profile.sockets.last.sent[0]).toMatchObject({ token: "old-token" });

  await runtime.obey({ do: "connect_as_new_user" });
  profile.sockets.last.open();
  expect(profile.sockets.last.sent[0]).not.toHaveProperty("token");
});

test("a new server address is checked, then used at once", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  expect(await runtime.obey({ do: "set_server", serverUrl: "ftp://x" })).toMatchObject({
    ok: false,
  });
  expect(profile.sockets.all).toHaveLength(1);
  await runtime.obey({ do: "set_server", serverUrl: "https://b.example" });
  expect(profile.sockets.last.url).toBe("wss://b.example/chrome");
});

test("a new name is told to the server, now and with every new connection", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  await runtime.obey({ do: "rename", label: "Work" });
  const events = profile.sockets.last.sentOf("event").map(({ event }) => event);
  expect(events).toContainEqual({ kind: "renamed", label: "Work" });
  await profile.startWorker();
  profile.sockets.last.open();
  expect(profile.sockets.last.sent[0]).toMatchObject({ label: "Work" });
});

test("the server is told what the person permits: when it is connected, and when that changes", async () => {
  const profile = new Profile();
  const runtime = await profile.startWorker();
  profile.sockets.last.welcome("t");
  await settle();
  await runtime.obey({ do: "switch", name: "scripts", on: false });
  await settle();

  const told = profile.sockets.last
    .sentOf("event")
    .flatMap(({ event }) => (event.kind === "permitted" ? [event.permitted] : []));
  const given = { permissions: ["history"], missing: ["bookmarks"] };
  expect(told).toEqual([
    { ...given, switchedOff: [] },
    { ...given, switchedOff: ["scripts"] },
  ]);
});
