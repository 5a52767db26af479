import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ToolContract } from "../tools/contract.ts";

export interface ParsedArguments {
  args: Record<string, unknown>;
  notes: readonly string[];
}

const NO_NOTES: readonly string[] = [];

/** Arguments by the tool's contract: wrong ones are all named, unknown ones ignored with a note. */
export function parseArguments(contract: ToolContract, args: unknown): Outcome<ParsedArguments> {
  const given = args ?? {};
  const parsed = contract.args.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, 8)
      .map((issue) => `${issue.path.map(String).join(".") || "arguments"}: ${issue.message}`);
    return fail(
      "invalid_arguments",
      `${contract.name} was called wrongly. ${problems.join("; ")}`.slice(0, 2_000),
    );
  }
  return succeed({ args: parsed.data, notes: unknownNote(contract, given) });
}

function unknownNote(contract: ToolContract, given: object): readonly string[] {
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(contract.args.shape, key));
  if (unknown.length === 0) return NO_NOTES;
  const names = unknown.slice(0, 8).map((key) => JSON.stringify(key.slice(0, 40)));
  return [`Ignored, not known to ${contract.name}: ${names.join(", ")}.`];
}
