import { afterAll, beforeAll, expect, test } from "bun:test";
import { request as httpRequest } from "node:http";
import { z } from "zod";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { callTool } from "../support/mcp-answers.ts";
import { StubExtension } from "../support/stub-extension.ts";
import { type TestApp, connectClient, personalAddress, startTestApp } from "../support/test-app.ts";

const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  },
});

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

/** A request with any `Host`, which fetch would not let us set. Answers its status. */
function ask(
  path: string,
  headers: Record<string, string>,
  method = "GET",
  body?: string,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = httpRequest(new URL(path, app.url), { method, headers }, (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

const JSON_HEADERS = {
  "Content-Type": "application/json",
  Accept: "application/json, text/event-stream",
};

test.each([
  ["/mcp", "POST"],
  ["/chrome", "GET"],
  ["/api/stats", "GET"],
  ["/health", "GET"],
  ["/", "GET"],
])("%s answers no name but its own, and no page of another origin", async (path, method) => {
  const { port } = new URL(app.url);
  const body = method === "POST" ? INITIALIZE : undefined;
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    `localhost.evil.example:${port}`,
    "127.0.0.1",
    `127.0.0.1:${Number(port) + 1}`,
  ]) {
    expect(await ask(path, { ...JSON_HEADERS, Host: host }, method, body)).toBe(421);
  }
  for (const origin of [
    "https://evil.example",
    "null",
    `http://localhost:${Number(port) + 1}`,
    `http://localhost.evil.example:${port}`,
    "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  ]) {
    expect(await ask(path, { ...JSON_HEADERS, Origin: origin }, method, body)).toBe(403);
  }
});

test("/chrome is for the extension alone", async () => {
  const upgrade = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  expect(await ask("/chrome", upgrade)).toBe(403);
  expect(await ask("/chrome", { ...upgrade, Origin: app.url })).toBe(403);
  expect(await ask("/chrome", { Origin: EXTENSION_ORIGIN })).toBe(426);
});

test("60 MB to /mcp are refused without being read", async () => {
  const { port } = new URL(app.url);
  let sent = 0;
  const answer = Promise.withResolvers<string>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(port),
    socket: {
      data: (_socket, data) => answer.resolve(data.toString()),
      close: () => answer.resolve(""),
      error: () => answer.resolve(""),
    },
  });
  socket.write(
    `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${60 * 1024 * 1024}\r\n\r\n`,
  );
  sent += socket.write(new Uint8Array(1024));

  expect(await answer.promise).toStartWith("HTTP/1.1 413");
  expect(sent).toBeLessThan(2_048);
  socket.end();
});

test.each([
  ["a wrong credential", `cmc_${"x".repeat(43)}`],
  ["one that is too weak", "123456"],
  ["one that tries to leave the path", "..%2f..%2fapi"],
])("%s gets 401, from loopback too", async (_name, secret) => {
  expect(await ask(`/mcp/${secret}`, JSON_HEADERS, "POST", INITIALIZE)).toBe(401);
});

test("a credential works until it is revoked, and only for what it is for", async () => {
  await using ann = await app.connectStub();
  const token = ann.info.token ?? "";
  expect(await ask(`/mcp/${token}`, JSON_HEADERS, "POST", INITIALIZE)).toBe(403);
  const viewer = await personalAddress(app.url, token, "view");
  await using looking = await connectClient(viewer);
  ann.stub.answer = () => ({ ok: true, value: { data: { windows: [] } } });
  expect((await callTool(looking.client, "get_windows_and_tabs")).isError).toBe(false);
  expect(
    (await callTool(looking.client, "chrome_navigate", { url: "https://a.b" })).text,
  ).toStartWith("blocked_by_policy");

  const authorised = { Authorization: `Bearer ${token}` };
  const listed = z
    .object({ credentials: z.array(z.object({ id: z.string(), scope: z.string() })) })
    .parse(await (await fetch(`${app.url}/api/credentials`, { headers: authorised })).json());
  const view = listed.credentials.find(({ scope }) => scope === "view");
  await fetch(`${app.url}/api/credentials/${view?.id}`, { method: "DELETE", headers: authorised });
  expect(callTool(looking.client, "get_windows_and_tabs")).rejects.toThrow("revoked");
});

test("an address of one user never reaches the browser of another, whatever ids it brings", async () => {
  await using ann = await app.connectStub();
  await using bob = await app.connectStub();
  for (const headers of [
    { "X-Session-Id": ann.info.sessionId },
    { "X-User-Id": ann.info.userId },
    { "X-Session-Id": ann.info.sessionId, "X-User-Id": bob.info.userId },
  ]) {
    const answer = await rawCall(bob.address, headers);
    expect(answer).toContain("no_browser");
  }
  expect(ann.stub.calls).toEqual([]);
});

test("a hello with a token of nobody, or with somebody's install but no token, never becomes their session", async () => {
  await using ann = await app.connectStub();
  await using forged = StubExtension.open(app.url, { info: { token: `cmb_${"x".repeat(43)}` } });
  expect(await forged.ended.promise).toMatchObject({ refused: { code: "unknown_token" } });

  // Ann's extension has used its token, so her install id alone opens nothing.
  await ann.stub.drop();
  await using back = await StubExtension.connect(app.url, {
    info: { token: ann.info.token ?? "", installId: ann.stub.installId },
  });
  await using thief = await StubExtension.connect(app.url, {
    info: { installId: ann.stub.installId },
  });
  expect((await back.session.promise).sessionId).toBe(ann.info.sessionId);
  expect((await thief.session.promise).userId).not.toBe(ann.info.userId);
});

async function rawCall(address: string, headers: Record<string, string>): Promise<string> {
  const opened = await fetch(address, { method: "POST", headers: JSON_HEADERS, body: INITIALIZE });
  const session = opened.headers.get("mcp-session-id") ?? "";
  const called = await fetch(address, {
    method: "POST",
    headers: { ...JSON_HEADERS, ...headers, "Mcp-Session-Id": session },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 2,
      method: "tools/call",
      params: { name: "get_windows_and_tabs", arguments: {} },
    }),
  });
  return called.text();
}
