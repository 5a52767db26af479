import type { Caller } from "../protocol/call-tool.ts";
import type { Outcome } from "../protocol/failure.ts";
import type { ToolOutput } from "../protocol/tool-result.ts";
import type { Effect } from "../tools/contract.ts";
import type { ToolContext } from "./tools/tool-context.ts";

/** What a call brings with it. */
export type JobContext = Omit<ToolContext, "use">;

/** A call whose arguments are understood: what it will do, and where. */
export interface Job {
  effect: Effect;
  /** Tabs that it needs. */
  tabs(client: Caller): Promise<readonly number[]>;
  run(context: JobContext): Promise<Outcome<ToolOutput>>;
}

export type PrepareJob = (tool: string, args: unknown) => Outcome<Job>;
