import { expect, test } from "bun:test";
import { sessionIdSchema } from "../../src/protocol/ids.ts";
import { browsers, connect, open, post, rpc, serveEndpoint, toolCall } from "./serve-endpoint.ts";

test("the secret may come in the path, in the header, or the same in both", async () => {
  await using served = await serveEndpoint();
  const session = await open(`${served.url}/ann`);
  const bearer = { ...session, authorization: "bearer ann" };
  expect((await post(`${served.url}/ann`, rpc(1, "ping"), session)).status).toBe(200);
  expect((await post(served.url, rpc(1, "ping"), bearer)).status).toBe(200);
  expect((await post(`${served.url}/ann`, rpc(1, "ping"), bearer)).status).toBe(200);
});

test.each([
  ["/ann", "Bearer bob"],
  ["/stranger", undefined],
  ["", "Bearer stranger"],
  ["", "Bearer"],
  ["", "Bearer "],
  ["", "Basic YW5uOmFubg=="],
])(
  "path %p with Authorization %p is 401, without a word of OAuth or of the secret",
  async (path, authorization) => {
    await using served = await serveEndpoint();
    const response = await post(`${served.url}${path}`, rpc(1, "ping"), {
      ...(authorization !== undefined && { authorization }),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBeNull();
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: "2.0", id: null, error: {} });
    expect(text + JSON.stringify(served.logger.lines)).not.toMatch(/stranger|YW5u|bob/);
  },
);

test.each([["admin"], ["extension"]])(
  "the credential of an %s does not open /mcp",
  async (secret) => {
    await using served = await serveEndpoint();
    const response = await post(`${served.url}/${secret}`, rpc(1, "ping"));
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("personal MCP address");
  },
);

test("a view credential comes in as what it is: the tools decide", async () => {
  await using served = await serveEndpoint();
  await using looker = await connect(`${served.url}/looker`);
  await looker.client.callTool({ name: "chrome_list_browsers" });
  expect(served.tools.calls[0]?.asker.principal).toMatchObject({ scope: "view" });
});

test("a session of somebody else is answered like one that does not exist, also with a right of one's own", async () => {
  await using served = await serveEndpoint();
  const ann = await open(`${served.url}/ann`);
  const unknown = { "mcp-session-id": crypto.randomUUID() };
  const ask = async (method: string, headers: Record<string, string>) => {
    const response = await fetch(`${served.url}/bob`, {
      method,
      headers: { accept: "text/event-stream", "content-type": "application/json", ...headers },
      ...(method === "POST" && { body: JSON.stringify(toolCall(1)) }),
    });
    return { status: response.status, text: await response.text() };
  };
  for (const method of ["POST", "GET", "DELETE"]) {
    const foreign = await ask(method, ann);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await ask(method, unknown));
    expect(foreign).toEqual(await ask(method, { "mcp-session-id": "../../etc" }));
  }
  expect(served.tools.calls).toEqual([]);
  expect((await post(`${served.url}/ann`, rpc(1, "ping"), ann)).status).toBe(200);
});

test("the browser that is asked for arrives from the headers, a selection from the session", async () => {
  await using served = await serveEndpoint();
  const session = await open(`${served.url}/ann`);
  const chosen = sessionIdSchema.parse("session_user_1_ann");
  served.tools.behave = ({ asker }) => {
    asker.select(chosen);
    return browsers();
  };
  await post(`${served.url}/ann`, toolCall(1), {
    ...session,
    "x-session-id": "s",
    "x-user-id": "u",
  });
  await post(`${served.url}/ann`, toolCall(2), session);
  expect(
    served.tools.calls.map(({ asker }) => [asker.selected, asker.sessionId, asker.userId]),
  ).toEqual([
    [undefined, "s", "u"],
    [chosen, undefined, undefined],
  ]);

  await using restarted = await served.restart();
  await post(`${restarted.url}/ann`, toolCall(3), session);
  expect(restarted.tools.calls[0]?.asker.selected).toBe(chosen);
});

test("after a restart many requests of one session find one and the same session", async () => {
  await using killed = await serveEndpoint();
  const session = await open(killed.url);
  await using served = await killed.restart();
  const held = served.tools.hold();
  const ids = Array.from({ length: 20 }, (_, id) => id);
  const calls = ids.map((id) => post(served.url, toolCall(id), session));
  await served.tools.arrival(ids.length);
  expect(served.endpoint.stats()).toMatchObject({ sessionsInMemory: 1, runningRequests: 20 });
  for (const requestId of ids) {
    await post(served.url, rpc(undefined, "notifications/cancelled", { requestId }), session);
  }
  expect(served.tools.calls.every(({ signal }) => signal.aborted)).toBe(true);
  held.answer();
  await Promise.all(calls);
});

test("DELETE ends a session: its calls are cancelled, its streams end, its id is unknown, also after a restart", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const stream = await fetch(served.url, { headers: { accept: "text/event-stream", ...session } });
  const held = served.tools.hold();
  const call = post(served.url, toolCall(1), session);
  await served.tools.arrival();

  const response = await fetch(served.url, { method: "DELETE", headers: session });
  expect(response.status).toBe(200);
  await stream.text();
  expect(served.tools.calls[0]?.signal.aborted).toBe(true);
  held.answer();
  await call;
  expect((await post(served.url, rpc(1, "ping"), session)).status).toBe(404);
  await using restarted = await served.restart();
  expect((await post(restarted.url, rpc(1, "ping"), session)).status).toBe(404);
});

test("nothing is written for a call; when a session was last seen is written in batches", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const id = session["mcp-session-id"];
  const openedMs = served.clock.now();
  served.clock.move(29_000);
  await post(served.url, toolCall(1), session);
  expect((await served.store.mcpSession(id))?.lastSeenMs).toBe(openedMs);
  served.clock.move(1_000);
  expect((await served.store.mcpSession(id))?.lastSeenMs).toBe(openedMs + 29_000);

  await post(served.url, toolCall(2), session);
  await served.endpoint.drain(0);
  expect((await served.store.mcpSession(id))?.lastSeenMs).toBe(openedMs + 30_000);
});

test("a client's name is one short line wherever it is shown", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url, `Evil\n\u001b[31mname ${"x".repeat(500)}`);
  await ann.client.callTool({ name: "chrome_list_browsers" });
  const name = served.tools.calls[0]?.asker.caller.name ?? "";
  expect(name).toStartWith("Evil [31mname xxx");
  expect(name).toHaveLength(80);
});

test("a revoked credential ends its own sessions and no other; a request let in before finds none", async () => {
  await using served = await serveEndpoint();
  const [ann, looker] = [`${served.url}/ann`, `${served.url}/looker`];
  const own = await open(ann);
  const other = await open(looker);
  const stream = await fetch(ann, { headers: { accept: "text/event-stream", ...own } });
  const held = served.tools.hold();
  const calls = [post(ann, toolCall(1), own), post(looker, toolCall(1), other)];
  await served.tools.arrival(2);

  await served.endpoint.credentialEnded("credential-ann-control");
  await stream.text();
  const aborted = served.tools.calls.map(({ asker, signal }) => [
    asker.principal.kind === "user" && asker.principal.scope,
    signal.aborted,
  ]);
  expect(aborted).toContainEqual(["control", true]);
  expect(aborted).toContainEqual(["view", false]);
  held.answer();
  await Promise.all(calls);
  expect((await post(ann, rpc(2, "ping"), own)).status).toBe(404);
  expect((await post(looker, rpc(2, "ping"), other)).status).toBe(200);

  await using restarted = await served.restart();
  expect((await post(`${restarted.url}/ann`, rpc(3, "ping"), own)).status).toBe(404);
});

test("a session that only the store knows is not found either once its credential is revoked", async () => {
  await using before = await serveEndpoint();
  const session = await open(`${before.url}/ann`);
  await using served = await before.restart();

  await served.endpoint.credentialEnded("credential-ann-control");
  expect((await post(`${served.url}/ann`, rpc(1, "ping"), session)).status).toBe(404);
});
