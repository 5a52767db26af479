import { expect, test } from "bun:test";
import { open, post, rpc, serveEndpoint, toolCall } from "./serve-endpoint.ts";

const JSON_TYPE = { "content-type": "application/json", accept: "application/json" };

test.each([
  ["{", -32_700],
  ["", -32_700],
  ["null", -32_600],
  ['"text"', -32_600],
  ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32_600],
  ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32_600],
  ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32_600],
  ['{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}', -32_600],
  ['{"jsonrpc":"2.0","id":1,"method":7}', -32_600],
  ['{"jsonrpc":"2.0","id":1}', -32_600],
  ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32_600],
  [
    `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"a":'.repeat(80)}1${"}".repeat(80)}}`,
    -32_600,
  ],
  [`${"[".repeat(200_000)}${"]".repeat(200_000)}`, -32_600],
])(
  "a body that is no JSON-RPC message is answered with 400 and a JSON-RPC error: %.60s",
  async (body, code) => {
    await using served = await serveEndpoint();
    const response = await post(served.url, body, await open(served.url));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code } });
    expect(served.logger.lines.filter(({ level }) => level === "error")).toEqual([]);
  },
);

test.each([
  [undefined],
  [{}],
  [{ name: 7 }],
  [{ name: "no_such_tool" }],
  [{ name: "constructor" }],
  [{ name: "__proto__" }],
  [{ name: "chrome_list_browsers", _meta: { progressToken: {} } }],
])("a tools/call that names no tool is answered with invalid params: %p", async (params) => {
  await using served = await serveEndpoint();
  const response = await post(served.url, rpc(1, "tools/call", params), await open(served.url));
  expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_602 } });
  expect(served.tools.calls).toEqual([]);
});

test("prototype keys in arguments stay plain keys", async () => {
  await using served = await serveEndpoint();
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","__proto__":{"id":2},
    "params":{"name":"chrome_list_browsers","arguments":{"__proto__":{"polluted":true}}}}`;
  const response = await post(served.url, body, await open(served.url));
  expect(await response.json()).toMatchObject({ id: 1, result: {} });
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(Object.getPrototypeOf(served.tools.calls[0]?.args)).toBe(Object.prototype);
});

test("a body over the limit is refused by its declared length, before it is read", async () => {
  await using served = await serveEndpoint({ maxBodyBytes: 1_000 });
  const response = await post(served.url, "x".repeat(1_001));
  expect(response.status).toBe(413);
});

test("a body without a declared length is refused as soon as it passes the limit", async () => {
  await using served = await serveEndpoint({ maxBodyBytes: 100_000 });
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 10_000;
      controller.enqueue(new Uint8Array(10_000).fill(32));
    },
  });
  const response = await served.endpoint.handle(
    new Request(served.url, { method: "POST", headers: JSON_TYPE, body: endless }),
    undefined,
    { loopback: true },
  );
  expect(response.status).toBe(413);
  expect(sent).toBeLessThan(200_000);
});

test("a chunked body within the limit is served", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const bytes = new TextEncoder().encode(JSON.stringify(rpc("ü", "ping")));
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const response = await fetch(served.url, {
    method: "POST",
    headers: { ...JSON_TYPE, ...session },
    body,
  });
  expect(await response.json()).toMatchObject({ id: "ü", result: {} });
});

test.each([
  [{ "content-type": "text/plain" }, 415],
  [{ "content-type": "application/jsonp" }, 415],
  [{ "content-encoding": "gzip" }, 415],
  [{ accept: "text/html" }, 406],
  [{ "mcp-protocol-version": "1999-01-01" }, 400],
])("a POST with %p is answered with %p", async (headers, status) => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const response = await post(served.url, rpc(1, "ping"), { ...session, ...headers });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: {} });
});

test("a content type with a parameter and an Accept header of wildcards are fine", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const headers = { "content-type": "Application/JSON; charset=utf-8", accept: "*/*" };
  const response = await post(served.url, rpc(1, "ping"), { ...session, ...headers });
  expect(await response.json()).toMatchObject({ id: 1, result: {} });
});

test("a request without a session is 400, a GET 405, another method 405", async () => {
  await using served = await serveEndpoint();
  expect((await post(served.url, rpc(1, "ping"))).status).toBe(400);
  expect((await fetch(served.url, { headers: { accept: "text/event-stream" } })).status).toBe(405);
  expect((await fetch(served.url, { method: "DELETE" })).status).toBe(400);
  const put = await fetch(served.url, { method: "PUT", body: "{}" });
  expect(put.status).toBe(405);
  expect(put.headers.get("allow")).toBe("POST, GET, DELETE");
});

test("an initialize that lacks something is invalid params", async () => {
  await using served = await serveEndpoint();
  const response = await post(served.url, rpc(1, "initialize", { protocolVersion: "2025-11-25" }));
  expect(await response.json()).toMatchObject({ id: 1, error: { code: -32_602 } });
  expect(response.headers.get("mcp-session-id")).toBeNull();
});

test.each([
  ["2025-11-25", "2025-11-25"],
  ["2025-06-18", "2025-06-18"],
  ["2025-03-26", "2025-03-26"],
  ["2024-11-05", "2024-11-05"],
  ["2099-01-01", "2025-11-25"],
])("who asks for protocol %s gets %s", async (protocolVersion, negotiated) => {
  await using served = await serveEndpoint();
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: "c", version: "1" } };
  const response = await post(served.url, rpc(1, "initialize", params));
  expect(await response.json()).toMatchObject({ result: { protocolVersion: negotiated } });
});

test("a batch is answered as one array where the protocol version has batches", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url, "2025-03-26");
  const batch = [
    toolCall(1),
    rpc(undefined, "notifications/roots/list_changed"),
    rpc("two", "ping"),
    { nonsense: true },
    rpc(3, "initialize"),
  ];
  const response = await post(served.url, batch, session);
  expect(await response.json()).toMatchObject([
    { id: 1, result: {} },
    { id: "two", result: {} },
    { id: null, error: { code: -32_600 } },
    { id: 3, error: { code: -32_600 } },
  ]);
  const notices = [rpc(undefined, "notifications/roots/list_changed")];
  expect((await post(served.url, notices, session)).status).toBe(202);
});

test("a batch is refused clearly in newer versions, and when it is empty or huge", async () => {
  await using served = await serveEndpoint();
  const newer = await post(served.url, [rpc(1, "ping")], await open(served.url));
  expect(newer.status).toBe(400);
  expect(await newer.json()).toMatchObject({
    error: { code: -32_600, message: expect.stringContaining("no batches") },
  });
  const older = await open(served.url, "2025-03-26");
  for (const batch of [[], Array.from({ length: 65 }, (_, id) => rpc(id, "ping"))]) {
    expect((await post(served.url, batch, older)).status).toBe(400);
  }
});
