import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { once } from "node:events";
import { WebSocket } from "ws";
import { newCallId } from "../../src/core/ids.ts";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { fail, succeed } from "../../src/protocol/failure.ts";
import { open, post, rpc, toolCall } from "../mcp/serve-endpoint.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { type ConnectedStub, type TestApp, startTestApp } from "../support/test-app.ts";

const WARM_UP = 160;
const TIMES = 400;

test(`bad input of every kind, ${TIMES} times each, leaves nothing in memory`, async () => {
  const logger = new QuietLogger();
  await using app = await startTestApp({}, logger);
  await using ann = await app.connectStub();
  await using bob = await app.connectStub({ answer: () => succeed({ data: { windows: [] } }) });
  const session = await open(bob.address);
  const good = async () => {
    const answer = await post(bob.address, toolCall(1, "get_windows_and_tabs"), session);
    expect(await answer.json()).toMatchObject({
      id: 1,
      result: { structuredContent: { windows: [] } },
    });
  };
  await good();
  const bad = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      badAnswers(ann, bob);
      await badRequests(app, bob, session, ann.info.sessionId);
      await badSockets(app);
      // What the test itself keeps.
      logger.lines.length = 0;
    }
    return objectsInMemory();
  };

  const before = await bad(WARM_UP);
  const after = await bad(TIMES);
  // Whatever left one object each time would leave as many, on top of some that always come and go.
  expect(after - before).toBeLessThan(TIMES);
  expect(app.app.tools.getRoutingStats().droppedAnswers).toBe(5 * (WARM_UP + TIMES));
  expect(app.app.tools.getSessionStats()).toMatchObject({ totalUsers: 2, pendingRequests: 0 });
  await good();
}, 60_000);

function objectsInMemory(): number {
  Bun.gc(true);
  Bun.gc(true);
  return heapStats().objectCount;
}

async function badRequests(
  { url }: TestApp,
  { address }: ConnectedStub,
  session: { "mcp-session-id": string },
  strangersSession: string,
): Promise<void> {
  const random = crypto.randomUUID();
  const secret = randomSecret();
  const ask = toolCall(2, "get_windows_and_tabs");
  const answers = await Promise.all([
    post(address, "{", session),
    post(address, "[".repeat(1_000), session),
    post(address, rpc(random, random), session),
    post(address, toolCall(random, random), session),
    post(address, ask, { ...session, "x-session-id": strangersSession }),
    post(address, ask, { ...session, "x-user-id": random }),
    post(address, ask, { "mcp-session-id": random }),
    post(address, ask, { ...session, "content-type": "text/plain" }),
    post(`${url}/mcp/cmc_${secret}`, ask),
    post(`${url}/mcp`, ask, { authorization: `Bearer cmc_${secret}` }),
    fetch(`${url}/api/stats`, { headers: { origin: `https://${random}.example` } }),
    fetch(`${url}/${random}`),
  ]);
  for (const answer of answers) await answer.text();
}

function randomSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
}

async function badSockets({ url }: TestApp): Promise<void> {
  for (const frame of ["hello", '{"type":"reboot"}', '{"type":"pong","n":1}', "[".repeat(10_000)]) {
    const socket = new WebSocket(`${url.replace("http", "ws")}/chrome`, {
      headers: { Origin: EXTENSION_ORIGIN },
    });
    const closed = once(socket, "close");
    socket.on("open", () => socket.send(frame));
    await closed;
  }
  await using forged = StubExtension.open(url, { info: { token: `cmb_${randomSecret()}` } });
  await forged.ended.promise;
}

/** Of calls that nobody made, that are long over, and that were somebody else's: five in all. */
function badAnswers(ann: ConnectedStub, bob: ConnectedStub): void {
  const [over] = bob.stub.calls;
  if (!over) throw new Error("bob's browser was called before");
  for (const { stub } of [ann, bob]) {
    stub.answerCall(newCallId(), fail("internal", "Nobody asked."));
    stub.answerCall(over.id, succeed({ data: "x".repeat(1_000) }));
  }
  bob.stub.answerCall(newCallId(), succeed({ data: {} }));
}
