import { expect, test } from "bun:test";
import { EXTENSION_ORIGIN } from "../src/protocol/extension-id.ts";
import { open } from "./mcp/serve-endpoint.ts";
import { startTestApp } from "./support/test-app.ts";

const APP = "https://app.example.com";

const readerOf = (response: Response) => response.headers.get("access-control-allow-origin");

test("a page of an origin that the operator allowed asks first, and reads what it is answered, streams too", async () => {
  await using server = await startTestApp({ allowedOrigins: APP });
  const asks = await fetch(`${server.url}/mcp`, {
    method: "OPTIONS",
    headers: {
      origin: APP,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type,mcp-session-id",
    },
  });
  expect(asks.status).toBe(204);
  expect(readerOf(asks)).toBe(APP);
  expect(asks.headers.get("access-control-allow-methods")).toContain("DELETE");
  for (const header of ["Content-Type", "Mcp-Session-Id", "Authorization", "Last-Event-ID"]) {
    expect(asks.headers.get("access-control-allow-headers")).toContain(header);
  }

  const session = await open(`${server.url}/mcp`);
  const stream = await fetch(`${server.url}/mcp`, {
    headers: { origin: APP, accept: "text/event-stream", ...session },
  });
  expect(stream.status).toBe(200);
  expect(readerOf(stream)).toBe(APP);
  expect(stream.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
  await stream.body?.cancel();
});

test("only the extension reads answers from another origin where the operator allowed none", async () => {
  await using server = await startTestApp();
  const ask = (origin: string, method: string) =>
    fetch(`${server.url}/api/stats`, { method, headers: { origin } });
  for (const method of ["GET", "OPTIONS"]) {
    const extension = await ask(EXTENSION_ORIGIN, method);
    expect(extension.ok).toBe(true);
    expect(readerOf(extension)).toBe(EXTENSION_ORIGIN);
    expect(extension.headers.get("vary")).toContain("Origin");
    expect(readerOf(await ask(server.url, method))).toBeNull();
    for (const stranger of [APP, `${EXTENSION_ORIGIN}.evil.com`]) {
      const refused = await ask(stranger, method);
      expect(refused.status).toBe(403);
      expect(readerOf(refused)).toBeNull();
    }
  }
});
