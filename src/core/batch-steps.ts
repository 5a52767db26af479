import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { type BatchStep, batchTools } from "../tools/batch.ts";
import { catalogue, isToolName } from "../tools/catalogue.ts";
import type { ToolContract } from "../tools/contract.ts";
import { parseArguments } from "./tool-arguments.ts";

/**
 * Whether every step of a batch could be called by itself: then nothing is done before all of it is known to be
 * right. Gives notes on what is ignored. Arguments that wait for an earlier step are read when it has answered.
 */
export function checkSteps(
  args: unknown,
  mayUse: (contract: ToolContract) => Outcome<null>,
): Outcome<readonly string[]> {
  const { steps, browserId } = batchTools.chrome_batch.args.parse(args);
  const names = new Set<string>();
  const notes: string[] = [];
  for (const [index, step] of steps.entries()) {
    const checked = checkStep(step, browserId, mayUse);
    const at = `Step ${index + 1}`;
    if (!checked.ok) {
      return fail(checked.failure.code, `${at}: ${checked.failure.message} Nothing was done.`);
    }
    if (step.as !== undefined && names.has(step.as)) {
      return fail("invalid_arguments", `${at}: another step is named so, too. Nothing was done.`);
    }
    if (step.as !== undefined) names.add(step.as);
    notes.push(...checked.value.map((note) => `${at}: ${note}`));
  }
  return succeed(notes);
}

function checkStep(
  { tool, args }: BatchStep,
  browserId: string | undefined,
  mayUse: (contract: ToolContract) => Outcome<null>,
): Outcome<readonly string[]> {
  if (!isToolName(tool)) {
    return fail("invalid_arguments", "there is no tool of this name; tools/list has them all.");
  }
  const contract: ToolContract = catalogue[tool];
  if (contract.runsIn === "server" || tool === "chrome_batch") {
    return fail("invalid_arguments", `${tool} cannot be a step. Call it by itself.`);
  }
  const allowed = mayUse(contract);
  if (!allowed.ok) return allowed;
  if (args["browserId"] !== undefined && args["browserId"] !== browserId) {
    return fail("invalid_arguments", "all steps run in one browser: name it beside steps.");
  }
  if (JSON.stringify(args).includes("$")) return succeed([]);
  const parsed = parseArguments(contract, args);
  return parsed.ok ? succeed(parsed.value.notes) : parsed;
}
