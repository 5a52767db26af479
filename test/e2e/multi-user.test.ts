import { expect, test } from "bun:test";
import { z } from "zod";
import type { Strategy } from "../../src/core/routing-stats.ts";
import { succeed } from "../../src/protocol/failure.ts";
import { type ConnectedStub, type TestApp, startTestApp } from "../support/test-app.ts";

const USERS = 50;
const CALLS = 5_000;

const answerSchema = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.number(),
  result: z.object({ structuredContent: z.object({ browser: z.string() }) }),
});

interface Person {
  sessionId: string;
  call(id: number): Promise<void>;
}

/** Numbers that look random and are the same in every run. */
function* shuffled(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

test(`${USERS} users, ${CALLS} interleaved calls with the same JSON-RPC ids: each answer at its asker, nothing crosses`, async () => {
  await using app = await startTestApp();
  await using stack = new AsyncDisposableStack();
  const random = shuffled(7);
  const next = () => random.next().value ?? 0;
  const callIds = new Set<string>();
  const strangers: string[] = [];

  const people = await Promise.all(
    Array.from({ length: USERS }, async (_, nth): Promise<Person> => {
      const name = `browser of person ${nth}`;
      const { stub, info, address } = stack.use(await app.connectStub({ info: { label: name } }));
      stub.answer = (call) => {
        if (callIds.has(call.id)) throw new Error("a call id came twice");
        callIds.add(call.id);
        // Only its own person ever names themselves to this browser.
        if (call.client.name !== `client ${nth}`) strangers.push(call.client.name);
        const answer = succeed({ data: { browser: name, windows: [] } });
        // Answers overtake each other.
        setTimeout(() => stub.answerCall(call.id, answer), next() * 3);
        return undefined;
      };
      const mcpSession = await initialize(address, `client ${nth}`);
      return {
        sessionId: info.sessionId,
        async call(id) {
          const answer = answerSchema.parse(await post(address, mcpSession, id));
          expect({ id: answer.id, browser: answer.result.structuredContent.browser }).toEqual({
            id,
            browser: name,
          });
        },
      };
    }),
  );
  expect(new Set(people.map((person) => person.sessionId)).size).toBe(USERS);

  // Each person's calls are numbered 1, 2, 3 …: the same ids in all MCP sessions at once.
  const numbers = new Map<Person, number>();
  const order = Array.from({ length: CALLS }, () => people[Math.floor(next() * USERS)]);
  let waiting = 0;
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      while (waiting < order.length) {
        const person = order[waiting++];
        if (!person) continue;
        const id = (numbers.get(person) ?? 0) + 1;
        numbers.set(person, id);
        await person.call(id);
      }
    }),
  );

  expect(callIds.size).toBe(CALLS);
  expect(strangers).toEqual([]);
  expect(app.app.tools.getSessionStats()).toMatchObject({
    totalUsers: USERS,
    activeConnections: USERS,
    pendingRequests: 0,
  });
  expect(app.app.tools.getRoutingStats()).toMatchObject({ droppedAnswers: 0, refusals: {} });
}, 60_000);

/** Where each strategy leads among five browsers: the first, the one with most calls, the idle one, the near one, the last. */
const PROMISED: [Strategy, number][] = [
  ["oldest", 0],
  ["most_active", 1],
  ["least_busy", 2],
  ["fastest", 3],
  ["newest", 4],
];
const FAR_MS = 500;

test.each(PROMISED)(
  "%s picks what it promises for each of ten users at once",
  async (routingStrategy, promised) => {
    await using app = await startTestApp({ routingStrategy });
    await using stack = new AsyncDisposableStack();
    const picked = await Promise.all(
      Array.from({ length: 10 }, async (_, nth) => {
        const browsers: ConnectedStub[] = [];
        for (let number = 0; number < 5; number += 1) {
          browsers.push(stack.use(await connectNext(app, browsers[0], `${nth}.${number}`)));
        }
        const address = browsers[0]?.address ?? "";
        const mcpSession = await initialize(address, `client ${nth}`);
        const call = async (id: number, browserId?: string) =>
          answerSchema.parse(await post(address, mcpSession, id, { browserId })).result
            .structuredContent.browser;
        for (let id = 1; id <= 3; id += 1) await call(id, browsers[1]?.info.sessionId);
        for (const [number, browser] of browsers.entries()) {
          const { stub, info } = browser;
          if (number !== 3) stub.send({ type: "pong", n: Date.now() - FAR_MS });
          await call(4, info.sessionId); // comes after that, on the same socket
          if (number === 2) continue;
          stack.defer(await holdCall(browser, () => call(10 + number, info.sessionId)));
        }
        return call(20);
      }),
    );

    expect(picked).toEqual(Array.from({ length: 10 }, (_, nth) => `${nth}.${promised}`));
    expect(app.app.tools.getRoutingStats().routedBy[routingStrategy]).toBe(10);
  },
  30_000,
);

/** A browser that joins the user of `first`, or a new one. It answers with its name. */
async function connectNext(
  app: TestApp,
  first: ConnectedStub | undefined,
  name: string,
): Promise<ConnectedStub> {
  const answer = () => succeed({ data: { browser: name, windows: [] } });
  if (!first) return app.connectStub({ info: { label: name }, answer });
  const made = await fetch(`${app.url}/api/invitations`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${first.info.token}`,
      "Content-Type": "application/json",
    },
    body: "{}",
  });
  const { invitation } = z.object({ invitation: z.string() }).parse(await made.json());
  return app.connectStub({ info: { label: name, invitation }, answer });
}

/** Leaves a call unanswered until the returned function is called; those after it are answered. */
async function holdCall({ stub }: ConnectedStub, call: () => Promise<string>) {
  const { answer } = stub;
  stub.answer = () => undefined;
  const arrived = stub.nextCall();
  const answered = call();
  const { id } = await arrived;
  stub.answer = answer;
  return async () => {
    stub.answerCall(id, succeed({ data: { browser: "held", windows: [] } }));
    expect(await answered).toBe("held");
  };
}

async function initialize(address: string, name: string): Promise<string> {
  const response = await send(address, undefined, {
    jsonrpc: "2.0",
    id: 0,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name, version: "1" } },
  });
  return response.headers.get("mcp-session-id") ?? "";
}

async function post(
  address: string,
  mcpSession: string,
  id: number,
  args: { browserId?: string | undefined } = {},
): Promise<unknown> {
  const response = await send(address, mcpSession, {
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "get_windows_and_tabs", arguments: args },
  });
  return response.json();
}

function send(address: string, mcpSession: string | undefined, body: object): Promise<Response> {
  return fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...(mcpSession !== undefined && {
        "Mcp-Session-Id": mcpSession,
        "Mcp-Protocol-Version": "2025-11-25",
      }),
    },
    body: JSON.stringify(body),
  });
}
