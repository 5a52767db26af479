import { z } from "zod";
import { STRATEGIES } from "../core/routing-stats.ts";
import { isToolName } from "../tools/catalogue.ts";
import {
  hostHeader,
  listOf,
  oneOf,
  origin,
  seconds,
  text,
  wholeNumber,
  yesOrNo,
} from "./setting-kinds.ts";

const DAY_S = 86_400;

/**
 * Settings of the server. Each one is a key under `server:` in the file, an environment variable
 * (`CHROME_MCP_` and the key in capitals) and a flag (`--` and the key with hyphens).
 */
export const serverSettings = z.strictObject(
  {
    host: text("expected an address to listen on, such as 127.0.0.1")
      .default("127.0.0.1")
      .describe("address to listen on"),
    port: wholeNumber(0, 65_535).prefault(3001).describe("port to listen on; 0 takes a free one"),
    data_dir: text("expected the path of a folder")
      .optional()
      .describe("folder for the database and for browsers started by launch"),
    enrolment: oneOf(["open", "invite"])
      .optional()
      .describe("who may connect a browser: open (anybody who reaches the server) or invite"),
    local: yesOrNo()
      .optional()
      .describe(
        "clients on this machine may use the browsers on this machine without a credential",
      ),
    public_url: origin()
      .optional()
      .describe("address under which others reach this server, if that is not HOST:PORT"),
    allowed_hosts: listOf(hostHeader())
      .prefault([])
      .describe("more values of the Host header to accept, between commas"),
    allowed_origins: listOf(origin())
      .prefault([])
      .describe("more web origins that may call this server, between commas"),
    routing_strategy: oneOf(STRATEGIES)
      .default("newest")
      .describe(`which browser is used when the client names none: ${STRATEGIES.join(", ")}`),
    disabled_tools: listOf(
      z
        .string({ error: "expected the name of a tool" })
        .refine(isToolName, { error: "expected the name of a tool" }),
    )
      .prefault([])
      .describe("tools that nobody may call, between commas"),
    heartbeat: seconds(0.1, 25)
      .prefault(20)
      .describe("seconds between heartbeats; two missed ones make a browser suspect"),
    cleanup_interval: seconds(0.1, DAY_S).prefault(60).describe("seconds between clean-ups"),
    silent_timeout: seconds(0.1, DAY_S)
      .prefault(300)
      .describe("seconds of silence after which a connection is closed"),
    max_inactive: seconds(0.1, 365 * DAY_S)
      .prefault(3600)
      .describe("seconds after which a session without a browser is removed"),
    mcp_max_inactive: seconds(0.1, 365 * DAY_S)
      .prefault(7 * DAY_S)
      .describe("seconds after which an unused MCP session is forgotten"),
    audit_days: wholeNumber(0, 3650)
      .prefault(30)
      .describe("days for which the audit trail is kept"),
    shutdown_deadline: seconds(0, 300)
      .prefault(10)
      .describe("seconds that running calls get to finish when the server stops"),
    log_level: oneOf(["debug", "info", "warn", "error"])
      .default("info")
      .describe("debug, info, warn or error"),
    log_format: oneOf(["pretty", "json"])
      .optional()
      .describe("pretty or json; by default pretty on a terminal"),
  },
  { error: "expected a section with settings" },
);

export type ServerSettings = z.infer<typeof serverSettings>;
export type ServerKey = keyof ServerSettings;

/** The keys of `server:` in the order of the file. */
export const SERVER_KEYS = serverSettings.keyof().options;

/** The environment variable of a key of `server:`. */
export function variableOf(key: ServerKey): string {
  return `CHROME_MCP_${key.toUpperCase()}`;
}

/** The flag of a key of `server:`, without its value. */
export function flagOf(key: ServerKey): string {
  return `--${key.replaceAll("_", "-")}`;
}
