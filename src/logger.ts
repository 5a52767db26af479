import { write } from "node:fs";
import pino from "pino";
import { prettyFactory } from "pino-pretty";
import type { Config } from "./config.ts";
import type { Logger } from "./core/ports.ts";

const SECRETS = new Set([
  "token",
  "secret",
  "authorization",
  "credential",
  "invitation",
  "api_key",
  "api_secret",
]);

/** More than this waits only when nobody reads the log; what comes then is lost. */
const MAX_WAITING = 8 * 1024 * 1024;

const FLUSH_DEADLINE_MS = 1_000;

export interface ProcessLogger extends Logger {
  /** A line for people, outside the structure of the log. */
  line(text: string): void;
  /** Settles once everything is written, or nobody reads it. To be awaited before the process exits. */
  flush(): Promise<void>;
}

interface Output {
  write(text: string): void;
  flush(): Promise<void>;
}

/** The log of this process on standard output: one JSON object a line, or lines for people. */
export function createLogger(
  settings: Pick<Config["server"], "logFormat" | "logLevel">,
  output: Output = new StandardOutput(),
): ProcessLogger {
  const log = pino(
    {
      level: settings.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => masked(fields) },
    },
    settings.logFormat === "json" ? output : prettyTo(output),
  );
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    line: (text) => output.write(`${text}\n`),
    flush: () => output.flush(),
  };
}

/**
 * Fields as they may be written: what is named like a secret is masked, also one level down. pino's own
 * redaction with wildcards costs five times a whole line of the log, twice for each call.
 */
function masked(fields: Record<string, unknown>, deeper = true): Record<string, unknown> {
  let safe = fields;
  for (const [name, value] of Object.entries(fields)) {
    let shown = value;
    if (SECRETS.has(name)) shown = "[secret]";
    else if (deeper && isPlain(value)) shown = masked(value, false);
    if (shown === value) continue;
    if (safe === fields) safe = { ...fields };
    safe[name] = shown;
  }
  return safe;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A formatter rather than pino's transport, which needs a thread and its files beside the program. */
function prettyTo(output: Output): Pick<Output, "write"> {
  const format = prettyFactory({
    colorize: process.stdout.isTTY,
    singleLine: true,
    translateTime: "SYS:HH:MM:ss.l",
  });
  return { write: (line) => output.write(format(line)) };
}

/** Gathers what is written while the last write runs, so that a slow reader never holds up the server. */
class StandardOutput implements Output {
  #waiting = "";
  #writing = false;
  #closed = false;
  #onIdle: (() => void)[] = [];

  write(text: string): void {
    if (this.#closed || this.#waiting.length > MAX_WAITING) return;
    this.#waiting += text;
    if (!this.#writing) this.#writeNext();
  }

  async flush(): Promise<void> {
    if (!this.#writing) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle.push(resolve);
    const timer = setTimeout(resolve, FLUSH_DEADLINE_MS);
    await promise;
    clearTimeout(timer);
  }

  #writeNext(): void {
    this.#writing = this.#waiting !== "" && !this.#closed;
    if (!this.#writing) {
      for (const resolve of this.#onIdle.splice(0)) resolve();
      return;
    }
    const chunk = Buffer.from(this.#waiting);
    this.#waiting = "";
    this.#writeChunk(chunk);
  }

  #writeChunk(chunk: Buffer): void {
    write(1, chunk, (error, written) => {
      if (error?.code === "EAGAIN") {
        setTimeout(() => this.#writeChunk(chunk), 5);
        return;
      }
      // Nobody reads any more, or the disk behind it is full: the server goes on without its log.
      if (error) this.#closed = error.code === "EPIPE";
      else if (written < chunk.length) return this.#writeChunk(chunk.subarray(written));
      this.#writeNext();
    });
  }
}
