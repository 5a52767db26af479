/**
 * Runs the official MCP conformance suite against the endpoint, with the fixtures it asks for, and prints
 * how each scenario of the newest protocol version went. Ends with 1 when one failed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { HostOrigin } from "../../src/auth/host-origin.ts";
import { realClock } from "../../src/core/real-clock.ts";
import { McpEndpoint } from "../../src/mcp/endpoint.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { fixtureOffer } from "./fixtures.ts";

const SUITE = join(
  import.meta.dir,
  "../../node_modules/@modelcontextprotocol/conformance/dist/index.js",
);
const SPEC_VERSION = "2025-11-25";

const checksSchema = z.array(
  z.object({
    id: z.string(),
    status: z.enum(["SUCCESS", "FAILURE", "WARNING", "SKIPPED", "INFO"]),
    errorMessage: z.string().optional(),
  }),
);
type Checks = z.infer<typeof checksSchema>;

const logger = new QuietLogger();
const endpoint = new McpEndpoint({
  offer: fixtureOffer,
  authenticator: {
    authenticate: async () => ({ ok: true, principal: { kind: "local" } }),
  },
  store: new MemorySessionStore(),
  clock: realClock,
  logger,
});
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  idleTimeout: 60,
  fetch(request) {
    const refused = hostOrigin.check(request.headers);
    if (refused) return Response.json({ error: refused }, { status: refused.status });
    return endpoint.handle(request, undefined, { loopback: true });
  },
});
const hostOrigin = new HostOrigin({ hostname: "127.0.0.1", port: server.port ?? 0 });
const results = await mkdtemp(join(tmpdir(), "mcp-conformance-"));

try {
  const scenarios = await listScenarios();
  const rows = [];
  for (const scenario of scenarios) rows.push({ scenario, ...(await run(scenario)) });
  for (const { scenario, passed, problems } of rows) {
    console.log(`${passed ? "passed" : "FAILED"}  ${scenario}`);
    for (const problem of problems) console.log(`          ${problem}`);
  }
  const failed = rows.filter(({ passed }) => !passed).length;
  console.log(
    `\n${SPEC_VERSION}: ${rows.length} scenarios, ${rows.length - failed} passed, ${failed} failed`,
  );
  for (const { level, message, fields } of logger.lines) {
    if (level === "error") console.log(`logged: ${message} ${JSON.stringify(fields)}`);
  }
  process.exitCode = failed > 0 || rows.length === 0 ? 1 : 0;
} finally {
  await endpoint.drain(0);
  await server.stop(true);
  await rm(results, { recursive: true });
}

async function suite(...args: string[]): Promise<{ code: number; output: string }> {
  const child = Bun.spawn([process.execPath, "--bun", SUITE, ...args], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, output: stdout + stderr };
}

async function listScenarios(): Promise<string[]> {
  const { output } = await suite("list", "--server", "--spec-version", SPEC_VERSION);
  return [...output.matchAll(/^ {2}- (\S+)/gm)].map(([, name]) => name ?? "");
}

/** Warnings count as failures: each is a SHOULD of the specification. */
async function run(scenario: string): Promise<{ passed: boolean; problems: string[] }> {
  const folder = join(results, scenario);
  const url = `http://127.0.0.1:${server.port}/mcp`;
  const { code, output } = await suite(
    "server",
    "--url",
    url,
    "--scenario",
    scenario,
    "-o",
    folder,
  );
  const checks = await readChecks(folder);
  const problems = checks
    .filter(({ status }) => status === "FAILURE" || status === "WARNING")
    .map(({ id, status, errorMessage = "" }) => `${status} ${id}: ${errorMessage}`);
  if (code !== 0 && problems.length === 0) problems.push(output.trim().slice(-500));
  const succeeded = checks.some(({ status }) => status === "SUCCESS");
  return { passed: code === 0 && problems.length === 0 && succeeded, problems };
}

async function readChecks(folder: string): Promise<Checks> {
  const files = await Array.fromAsync(new Bun.Glob("**/checks.json").scan(folder));
  const parsed = await Promise.all(
    files.map(async (file) => checksSchema.parse(await Bun.file(join(folder, file)).json())),
  );
  return parsed.flat();
}
