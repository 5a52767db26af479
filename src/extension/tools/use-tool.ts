import type { Outcome } from "../../protocol/failure.ts";
import type { ToolOutput } from "../../protocol/tool-result.ts";
import type { BrowserToolName } from "../../tools/catalogue.ts";
import type { ToolContext } from "./tool-context.ts";

/**
 * Calls another tool as a part of a call, in the time that the call has. The gate knows calls by their signals, so
 * the part has one of its own.
 */
export function useTool(
  tool: BrowserToolName,
  args: object,
  context: ToolContext,
): Promise<Outcome<ToolOutput>> {
  const { signal, deadlineMs } = context;
  return context.use(tool, args, { signal: AbortSignal.any([signal]), deadlineMs });
}
