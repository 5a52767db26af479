import { z } from "zod";
import type { CallTool } from "../protocol/call-tool.ts";
import { FAILURE_CODES, type Outcome } from "../protocol/failure.ts";
import type { CallId } from "../protocol/ids.ts";
import type { ToolOutput } from "../protocol/tool-result.ts";
import { browserTools, isBrowserToolName } from "../tools/catalogue.ts";
import { detailOf } from "./call-detail.ts";
import type { Clock } from "./clock.ts";
import { webOrigin } from "./policy/origins.ts";
import type { StorageArea } from "./settings.ts";

/** One call, as the person may look it up: what was done where and for whom, never what was read or typed. */
export const logEntrySchema = z.object({
  id: z.string(),
  atMs: z.number(),
  client: z.string(),
  voice: z.boolean(),
  tool: z.string(),
  /** What the tool does, in words. */
  title: z.string(),
  /** What it was aimed at; typed values are masked. */
  detail: z.string(),
  tabId: z.number().optional(),
  origin: z.string().optional(),
  /** `running`, `done`, the code of the failure, or `lost` when the server went away meanwhile. */
  state: z.enum(["running", "done", "lost", ...FAILURE_CODES]),
  durationMs: z.number().optional(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

const KEY = "calls";

/** The newest are kept. */
const MOST = 200;

/** Many calls in a row are kept in one write. */
const KEEP_MS = 2_000;

/** A call that names an address is about that one, rather than where its tab is. */
const argsSchema = z.object({ url: z.string() });
const dataSchema = z.object({ tabId: z.number() });

/** The calls of late, until the browser closes. Outlives the worker. */
export class CallLog {
  readonly #area: StorageArea;
  readonly #clock: Clock;
  readonly #entries: Map<string, LogEntry>;
  #isDue = false;

  private constructor(area: StorageArea, clock: Clock, entries: LogEntry[]) {
    this.#area = area;
    this.#clock = clock;
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    // What an earlier worker left running runs no longer.
    this.endRunning("lost");
  }

  static async open(area: StorageArea, clock: Clock): Promise<CallLog> {
    const kept = z.array(logEntrySchema).safeParse((await area.get(null))[KEY]);
    return new CallLog(area, clock, kept.data ?? []);
  }

  /** Oldest first. */
  get entries(): LogEntry[] {
    return [...this.#entries.values()];
  }

  begin({ id, tool, args, client }: CallTool): void {
    if (this.#entries.has(id)) return;
    this.#put({
      id,
      atMs: this.#clock.now(),
      client: client.name,
      voice: client.kind === "voice",
      tool,
      title: isBrowserToolName(tool) ? browserTools[tool].title : tool,
      detail: detailOf(args),
      origin: webOrigin(argsSchema.safeParse(args).data?.url ?? ""),
      state: "running",
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MOST) break;
      this.#entries.delete(oldest);
    }
  }

  /** Whether it is known already which site the call is about. */
  namesAddress(id: CallId): boolean {
    return this.#entries.get(id)?.origin !== undefined;
  }

  /** The call has this tab to itself now. */
  place(id: CallId, tabId: number, address: string | undefined): void {
    const entry = this.#entries.get(id);
    if (entry) this.#put({ ...entry, tabId, origin: entry.origin ?? webOrigin(address ?? "") });
  }

  end(id: CallId, outcome: Outcome<ToolOutput>): void {
    const entry = this.#entries.get(id);
    if (entry?.state !== "running") return;
    const tabId = outcome.ok ? dataSchema.safeParse(outcome.value.data).data?.tabId : undefined;
    this.#put({
      ...entry,
      tabId: tabId ?? entry.tabId,
      origin: (outcome.ok ? outcome.value.origin : undefined) ?? entry.origin,
      state: outcome.ok ? "done" : outcome.failure.code,
      durationMs: this.#clock.now() - entry.atMs,
    });
  }

  /** Nobody can be told any more how these ended. */
  endRunning(state: "lost"): void {
    for (const entry of this.entries) {
      if (entry.state === "running") this.#put({ ...entry, state });
    }
  }

  clear(): void {
    for (const { id, state } of this.entries) if (state !== "running") this.#entries.delete(id);
    this.#keepSoon();
  }

  #put(entry: LogEntry): void {
    this.#entries.set(entry.id, entry);
    this.#keepSoon();
  }

  #keepSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#clock.after(KEEP_MS, () => {
      this.#isDue = false;
      this.#area.set({ [KEY]: this.entries }).catch(() => undefined);
    });
  }
}
