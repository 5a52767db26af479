import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type App, startApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import type { Logger } from "../../src/core/ports.ts";
import type { SessionInfo } from "../../src/protocol/session-info.ts";
import { QuietLogger } from "./quiet-logger.ts";
import { StubExtension, type StubOptions } from "./stub-extension.ts";

export interface TestApp extends AsyncDisposable {
  app: App;
  url: string;
  logger: Logger;
  /** A browser without Chrome, enrolled as a new user, and the personal MCP address of that user. */
  connectStub(options?: StubOptions): Promise<ConnectedStub>;
  /** An official MCP client. Without an address it asks as `local`. */
  connectClient(address?: string, name?: string): Promise<TestClient>;
}

export interface ConnectedStub extends AsyncDisposable {
  stub: StubExtension;
  info: SessionInfo;
  /** `/mcp/<credential>` of the stub's user. */
  address: string;
}

export interface TestClient extends AsyncDisposable {
  client: Client;
  transport: StreamableHTTPClientTransport;
}

/** The whole server on a free port with a data folder of its own. Flags are those of the command line. */
export async function startTestApp(
  flags: Record<string, unknown> = {},
  logger: Logger = new QuietLogger(),
): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), "chrome-mcp-test-"));
  const loaded = loadConfig({
    flags: { port: 0, dataDir, ...flags },
    env: {},
    readFile: () => undefined,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  const app = await startApp(loaded.config, logger);
  return {
    app,
    url: app.url,
    logger,
    connectStub: (options) => connectStub(app.url, options),
    connectClient: (address = `${app.url}/mcp`, name) => connectClient(address, name),
    async [Symbol.asyncDispose]() {
      await app.drain();
      await rm(dataDir, { recursive: true });
    },
  };
}

export async function connectStub(url: string, options?: StubOptions): Promise<ConnectedStub> {
  const stub = await StubExtension.connect(url, options);
  const info = await stub.session.promise;
  const address = await personalAddress(url, info.token ?? options?.info?.token ?? "");
  return { stub, info, address, [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose]() };
}

/** What the popup's "Copy MCP address" does. */
export async function personalAddress(
  url: string,
  browserToken: string,
  scope: "control" | "view" = "control",
): Promise<string> {
  const response = await fetch(`${url}/api/credentials`, {
    method: "POST",
    headers: { Authorization: `Bearer ${browserToken}`, "Content-Type": "application/json" },
    body: JSON.stringify({ scope, label: "test" }),
  });
  const made: unknown = await response.json();
  if (typeof made !== "object" || made === null || !("secret" in made)) {
    throw new Error(`no credential was made: ${response.status}`);
  }
  return `${url}/mcp/${String(made.secret)}`;
}

export async function connectClient(address: string, name = "test client"): Promise<TestClient> {
  const client = new Client({ name, version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(address));
  await client.connect(transport);
  return {
    client,
    transport,
    async [Symbol.asyncDispose]() {
      await client.close();
    },
  };
}
