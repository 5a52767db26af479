import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { isDeeperThan } from "../protocol/frame.ts";
import { MAX_DEPTH } from "../protocol/version.ts";
import { checkArguments } from "../tools/check-arguments.ts";
import type { ToolContract } from "../tools/contract.ts";

export interface ParsedArguments {
  args: Record<string, unknown>;
  notes: readonly string[];
}

/** Deeper ones would not get through the frame that carries them. */
const MOST_DEPTH = MAX_DEPTH - 4;

/** [CT1] Arguments by the tool's contract. */
export function parseArguments(contract: ToolContract, args: unknown): Outcome<ParsedArguments> {
  const checked = checkArguments<Record<string, unknown>>(contract.args, args ?? {}, contract.name);
  if (!checked.ok) return fail("invalid_arguments", checked.problem.slice(0, 2_000));
  if (isDeeperThan(checked.args, MOST_DEPTH)) {
    return fail(
      "invalid_arguments",
      `${contract.name} was called wrongly. The arguments nest deeper than ${MOST_DEPTH} levels.`,
    );
  }
  return succeed(checked);
}
