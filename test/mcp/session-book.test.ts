import { expect, test } from "bun:test";
import type { McpSessionRecord } from "../../src/core/ports.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { type Served, open, post, rpc, serveEndpoint, toolCall } from "./serve-endpoint.ts";

/** A client that opened a session and listens for what belongs to no request. */
async function listener({ url }: Served) {
  const session = await open(url);
  const stream = await fetch(url, { headers: { accept: "text/event-stream", ...session } });
  return { session, stream };
}

const pingStatus = async (url: string, session: Record<string, string>) =>
  (await post(url, rpc(1, "ping"), session)).status;

test("a session that nobody uses ends; one whose client listens or waits for an answer goes on, also after a restart", async () => {
  await using served = await serveEndpoint();
  const [unused, waiting] = [await open(served.url), await open(served.url)];
  const { session: listening } = await listener(served);
  const held = served.tools.hold();
  const call = post(served.url, toolCall(1), { ...waiting, accept: "application/json" });
  await served.tools.arrival();
  served.clock.move(10_000);

  expect(await served.endpoint.removeUnused(served.clock.now() - 5_000)).toBe(1);
  expect(served.endpoint.stats().sessionsInMemory).toBe(2);
  held.answer();
  await call;
  await served.endpoint.drain(0);
  await using restarted = await served.restart();
  expect(await pingStatus(restarted.url, unused)).toBe(404);
  expect(await pingStatus(restarted.url, listening)).toBe(200);
  expect(await pingStatus(restarted.url, waiting)).toBe(200);
});

test("clients that only listen do not keep others in memory", async () => {
  await using served = await serveEndpoint({ maxSessionsInMemory: 2 });
  const listening = [];
  for (let n = 0; n < 40; n++) listening.push(await listener(served));
  const others = [];
  for (let n = 0; n < 20; n++) others.push(await open(served.url));

  expect(served.endpoint.stats().sessionsInMemory).toBeLessThan(45);
  for (const { session } of listening) expect(await pingStatus(served.url, session)).toBe(200);
  for (const session of others) expect(await pingStatus(served.url, session)).toBe(200);
});

test("a session that is read from the store while its credential is revoked is not found", async () => {
  const reading = Promise.withResolvers<undefined>();
  const goesOn = Promise.withResolvers<undefined>();
  class SlowStore extends MemorySessionStore {
    override async mcpSession(id: string): Promise<McpSessionRecord | undefined> {
      const found = await super.mcpSession(id);
      reading.resolve(undefined);
      await goesOn.promise;
      return found;
    }
  }
  await using before = await serveEndpoint({}, { store: new SlowStore() });
  const session = await open(`${before.url}/ann`);
  await using served = await before.restart();
  const status = pingStatus(`${served.url}/ann`, session);
  await reading.promise;

  await served.endpoint.credentialEnded("credential-ann-control");
  goesOn.resolve(undefined);
  expect(await status).toBe(404);
  expect(served.endpoint.stats().sessionsInMemory).toBe(0);
});

test("whoever opens ever more sessions loses those that they did not use for longest, and nobody else loses any", async () => {
  await using served = await serveEndpoint();
  const bobs = await open(`${served.url}/bob`);
  const [unused, used] = [await open(served.url), await open(served.url)];
  const { session: listening } = await listener(served);
  let newest = unused;
  for (let hundred = 0; hundred < 11; hundred++) {
    served.clock.move(1);
    const opened = await Promise.all(Array.from({ length: 100 }, () => open(served.url)));
    newest = opened[0] ?? newest;
    await pingStatus(served.url, used);
  }

  expect((await served.store.mcpSessionsOpenedBy("local")).length).toBeLessThan(1_100);
  expect(await pingStatus(served.url, unused)).toBe(404);
  for (const session of [used, listening, newest]) {
    expect(await pingStatus(served.url, session)).toBe(200);
  }
  expect(await pingStatus(`${served.url}/bob`, bobs)).toBe(200);
});
