import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { checkSource, mergeSettings } from "./config/check-source.ts";
import { isReachableFromOutside, reachProblems } from "./config/reach.ts";
import { type Settings, settingsSchema } from "./config/settings-schema.ts";
import { voiceOf } from "./config/voice-config.ts";
import { CONFIG_VARIABLE, environmentSource, fileSource, flagSource } from "./config/sources.ts";

const DEFAULT_CONFIG_FILE = "livekit_config.yaml";

export interface ConfigInput {
  /** Flags of the command line by their camel-case names, `true` where the value is missing; `config` names the file. */
  flags: Record<string, unknown>;
  env: Record<string, string | undefined>;
  /** Undefined when there is no such file; throws when it cannot be read. */
  readFile: (path: string) => string | undefined;
  platform?: NodeJS.Platform;
  /** Standard output goes to a person's terminal. */
  onTerminal?: boolean;
}

export type LoadedConfig = { ok: true; config: Config } | { ok: false; problems: string[] };

/**
 * All settings: defaults, then livekit_config.yaml, then the environment, then flags. Every problem
 * is answered at once, each with its place; secrets stand in none of them.
 */
export function loadConfig(input: ConfigInput): LoadedConfig {
  const { config: fileFlag, ...flags } = input.flags;
  const file = typeof fileFlag === "string" ? fileFlag : input.env[CONFIG_VARIABLE] || undefined;
  const checked = [
    fileSource(file ?? DEFAULT_CONFIG_FILE, file === undefined, input.readFile),
    environmentSource(input.env),
    flagSource(flags),
  ].map(checkSource);
  const faulty = new Set(checked.flatMap((source) => source.faulty));
  const settings = settingsSchema.parse(mergeSettings(checked.map((source) => source.values)));
  const problems = [
    ...(fileFlag === true ? ["--config: expected the path of a file"] : []),
    ...checked.flatMap((source) => source.problems),
    ...reachProblems(settings.server, faulty),
  ];
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, config: configOf(settings, input) };
}

/** The same for this process: its own environment, its own terminal. */
export function loadProcessConfig(flags: Record<string, unknown>): LoadedConfig {
  return loadConfig({ flags, env: process.env, readFile, onTerminal: process.stdout.isTTY });
}

function readFile(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** The settings as the code uses them: every default filled in, durations in milliseconds. */
export type Config = ReturnType<typeof configOf>;

function configOf({ server, livekit, agent }: Settings, input: ConfigInput) {
  const exposed = isReachableFromOutside(server);
  const dataDir = resolve(server.data_dir ?? defaultDataDir(input.env, input.platform));
  return {
    server: {
      host: server.host,
      port: server.port,
      dataDir,
      databaseFile: join(dataDir, "sessions.sqlite"),
      enrolment: server.enrolment ?? ("open" as const),
      /** Whoever asks from this machine without a credential is let in as `local`. */
      local: server.local ?? !exposed,
      /** Undefined: the address that it listens on. */
      publicUrl: server.public_url,
      allowedHosts: server.allowed_hosts,
      allowedOrigins: server.allowed_origins,
      routingStrategy: server.routing_strategy,
      disabledTools: server.disabled_tools,
      heartbeatMs: server.heartbeat,
      cleanupIntervalMs: server.cleanup_interval,
      silentTimeoutMs: server.silent_timeout,
      maxInactiveMs: server.max_inactive,
      mcpMaxInactiveMs: server.mcp_max_inactive,
      auditDays: server.audit_days,
      shutdownDeadlineMs: server.shutdown_deadline,
      logLevel: server.log_level,
      logFormat: server.log_format ?? (input.onTerminal === true ? "pretty" : "json"),
    },
    voice: voiceOf(livekit, agent),
    /** Folders under which this machine keeps programs of the person or, on Windows, of everybody. */
    programFolders: ["HOME", "PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap(
      (name) => input.env[name] || [],
    ),
  };
}

/** Where this platform keeps the data of programs. */
function defaultDataDir(
  env: ConfigInput["env"],
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? homedir();
  const base =
    platform === "win32"
      ? (env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"))
      : platform === "darwin"
        ? join(home, "Library", "Application Support")
        : env["XDG_DATA_HOME"] || join(home, ".local", "share");
  return join(base, "chrome-mcp-remote-server");
}
