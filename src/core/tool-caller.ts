import type { Failure } from "../protocol/failure.ts";
import type { ToolOutput, ToolProgress } from "../protocol/tool-result.ts";
import type { ToolContract } from "../tools/contract.ts";
import type { Asker } from "./principal.ts";

export interface ToolRequest {
  asker: Asker;
  tool: string;
  args: unknown;
  /** Aborting cancels inside Chrome. */
  signal: AbortSignal;
  onProgress: (progress: Pick<ToolProgress, "progress" | "total" | "message">) => void;
}

/** How a call ended. `notes` tell the caller what was ignored or assumed. */
export type ToolAnswer =
  | { ok: true; contract: ToolContract; output: ToolOutput; notes: readonly string[] }
  | { ok: false; failure: Failure };

/** The one way in for everybody who drives a browser: MCP, voice, tests. */
export interface ToolCaller {
  call(request: ToolRequest): Promise<ToolAnswer>;
}
