import type { Caller } from "../../protocol/call-tool.ts";
import type { Outcome } from "../../protocol/failure.ts";
import type { ToolOutput } from "../../protocol/tool-result.ts";
import type { BrowserToolArgs, BrowserToolName, BrowserToolResult } from "../../tools/catalogue.ts";

/** What a handler is given besides its arguments. */
export interface ToolContext {
  /** Aborted on cancel, deadline, pause and a lost socket: nothing more is done in Chrome then. */
  signal: AbortSignal;
  client: Caller;
  /** Moment, as `Date.now()` counts, when the call must have answered. */
  deadlineMs: number;
  /** Origins at which the person let this call in. */
  letIn: Set<string>;
  progress(progress: number, total?: number, message?: string): void;
  /** Calls another tool as a part of this call, in the tabs that this one has. */
  use(
    tool: string,
    args: unknown,
    limits: Pick<ToolContext, "signal" | "deadlineMs">,
  ): Promise<Outcome<ToolOutput>>;
}

/** What a tool does in the browser, given arguments that its contract has parsed. */
export type Handler<N extends BrowserToolName> = (
  args: BrowserToolArgs<N>,
  context: ToolContext,
) => Promise<Outcome<ToolOutput & { data: BrowserToolResult<N> }>>;
