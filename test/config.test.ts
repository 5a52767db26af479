import { expect, test } from "bun:test";
import { join } from "node:path";
import { parse } from "yaml";
import { type ConfigInput, loadConfig } from "../src/config.ts";
import { settingsSchema } from "../src/config/settings-schema.ts";

const HOME = { HOME: "/home/ann" };

function load(input: Partial<ConfigInput> & { file?: string } = {}) {
  return loadConfig({
    flags: {},
    env: HOME,
    readFile: () => input.file,
    platform: "linux",
    ...input,
  });
}

function serverOf(input: Parameters<typeof load>[0]) {
  const loaded = load(input);
  if (!loaded.ok) throw new Error(loaded.problems.join("\n"));
  return loaded.config.server;
}

function problemsOf(input: Parameters<typeof load>[0]) {
  const loaded = load(input);
  return loaded.ok ? [] : loaded.problems;
}

test("without any setting it listens on loopback, for this machine alone, at port 3001", () => {
  expect(serverOf({})).toMatchObject({
    host: "127.0.0.1",
    port: 3001,
    local: true,
    enrolment: "open",
    routingStrategy: "newest",
    cleanupIntervalMs: 60_000,
    silentTimeoutMs: 300_000,
    maxInactiveMs: 3_600_000,
  });
});

test("the environment wins over the file, and a flag over both", () => {
  const file = "server:\n  port: 1\n  max_inactive: 1\n  heartbeat: 1\n";
  const env = { ...HOME, CHROME_MCP_PORT: "2", CHROME_MCP_MAX_INACTIVE: "2" };
  expect(serverOf({ file, env, flags: { port: "3" } })).toMatchObject({
    port: 3,
    maxInactiveMs: 2_000,
    heartbeatMs: 1_000,
  });
});

test("every wrong and every unknown setting is named with its place, also one that is overridden", () => {
  const problems = problemsOf({
    file: "server:\n  port: many\n  prot: 1\nagents: {}\n",
    env: { ...HOME, CHROME_MCP_COLOUR: "red", CHROME_MCP_LOCAL: "perhaps" },
    flags: { port: "3001", logFormat: "xml", frobnicate: true },
  });
  expect(problems).toEqual([
    "livekit_config.yaml, server.port: expected a whole number from 0 to 65535",
    "livekit_config.yaml, server.prot: not a setting",
    "livekit_config.yaml, agents: not a setting",
    "CHROME_MCP_COLOUR: not a setting",
    "CHROME_MCP_LOCAL: expected true or false",
    "--log-format: expected one of pretty, json",
    "--frobnicate: not a setting",
  ]);
});

test("a wrong secret is named, never repeated", () => {
  const problems = problemsOf({
    file: "livekit:\n  api_key: { hunter: 2 }\n",
    env: { ...HOME, LIVEKIT_API_SECRET: "hunter2" },
  });
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toContain("hunter");
});

test.each([
  { host: "0.0.0.0" },
  { host: "::" },
  { publicUrl: "https://b.example.com" },
  { allowedHosts: "b.example.com" },
])("%j does not start before somebody decided who may connect a browser", (flags) => {
  expect(problemsOf({ flags })).toEqual([expect.stringContaining("enrolment: invite")]);
  expect(serverOf({ flags: { ...flags, enrolment: "invite" } }).local).toBe(false);
});

test("local cannot be switched on beyond loopback", () => {
  const flags = { host: "0.0.0.0", enrolment: "invite", local: true };
  expect(problemsOf({ flags })).toEqual([expect.stringContaining("server.local")]);
});

test("a file that is not YAML is named with its line", () => {
  expect(problemsOf({ file: "server:\n  port: [\n" })).toContainEqual(
    expect.stringMatching(/^livekit_config\.yaml, line \d: not valid YAML$/),
  );
});

test("a file that was asked for has to be there; the default one need not", () => {
  const missing = { readFile: () => undefined };
  expect(load(missing).ok).toBe(true);
  expect(problemsOf({ ...missing, flags: { config: "mine.yaml" } })).toEqual([
    "mine.yaml: there is no such file to read",
  ]);
});

test.each([
  ["linux", { HOME: "/h" }, "/h/.local/share"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "/data" }, "/data"],
  ["darwin", { HOME: "/h" }, "/h/Library/Application Support"],
  ["win32", { LOCALAPPDATA: "/local" }, "/local"],
] as const)("on %s with %j data goes below %s", (platform, env, folder) => {
  expect(serverOf({ platform, env }).dataDir).toBe(join(folder, "chrome-mcp-remote-server"));
});

test("livekit_config.yaml holds every setting with its default", async () => {
  const text = await Bun.file(join(import.meta.dir, "../livekit_config.yaml")).text();
  const written: unknown = parse(text);
  const fromFile = load({ file: text });
  expect(fromFile).toEqual(load({}));
  expect(keysOf(written)).toEqual(expect.arrayContaining(keysOf(settingsSchema.parse({}))));
  for (const [section, schema] of Object.entries(settingsSchema.shape)) {
    expect(keysOf(written)).toEqual(
      expect.arrayContaining(
        schema
          .unwrap()
          .keyof()
          .options.map((key) => `${section}.${key}`),
      ),
    );
  }
});

test("each setting in livekit_config.yaml has a comment above it", async () => {
  const text = await Bun.file(join(import.meta.dir, "../livekit_config.yaml")).text();
  const lines = text.split("\n");
  const isBare = (line: string, at: number) =>
    /^ +\w+:/.test(line) && !/^ +#|^livekit:/.test(lines[at - 1] ?? "");
  expect(lines.filter(isBare)).toEqual([]);
});

/** Dotted names of everything below `value`. */
function keysOf(value: unknown, prefix = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    [prefix + key].concat(keysOf(child, `${prefix}${key}.`)),
  );
}

test("a file that cannot be read is a problem like any other, named with the others", () => {
  const readFile = () => {
    throw new Error("EISDIR: illegal operation on a directory");
  };
  expect(problemsOf({ readFile, flags: { config: "/etc", port: "many" } })).toEqual([
    "/etc: it is not a file that can be read",
    "--port: expected a whole number from 0 to 65535",
  ]);
});
