import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { Image, OutputFile, ToolOutput } from "../../protocol/tool-result.ts";
import type { BatchStep, StepResult } from "../../tools/batch.ts";
import { withAnswers } from "./batch-references.ts";
import type { Handler, ToolContext } from "./tool-context.ts";
import { findTab } from "./tabs/tab-target.ts";
import { untilAborted } from "./until-aborted.ts";

/** What a batch keeps of its time, so that it can tell what was done when the rest runs out. */
const SPARE_MS = 250;

/** As many as one answer may carry. */
const MOST_PICTURES = 8;
const MOST_FILES = 4;

/**
 * Runs its steps one after the other, each checked like a call of its own. A step that names no tab works where
 * the one before did.
 */
const batch: Handler<"chrome_batch"> = async (args, context) => {
  const { steps, stopOnError, returnOnly } = args;
  const tab = await findTab(args, context.client);
  const isNamed = args.tabId !== undefined || args.expectedUrl !== undefined;
  if (!tab.ok && isNamed) return tab;
  let tabId = tab.ok ? tab.value.tabId : undefined;
  const answers = new Map<string, unknown>();
  const results: StepResult[] = [];
  const images: Image[] = [];
  const files: OutputFile[] = [];
  let stopped = false;

  for (const [index, step] of steps.entries()) {
    if (context.signal.aborted) break;
    const outcome = await runStep(step, tabId, answers, context);
    if (step.as !== undefined) answers.set(step.as, outcome.ok ? outcome.value.data : undefined);
    const about = { step: index + 1, tool: step.tool };
    context.progress(index + 1, steps.length, step.tool);
    if (outcome.ok) {
      tabId = tabIn(outcome.value.data) ?? tabId;
      const taken = (outcome.value.images ?? []).slice(0, MOST_PICTURES - images.length);
      if (returnOnly === "last") images.length = files.length = 0;
      if (returnOnly !== "errors") {
        images.push(...taken);
        files.push(...(outcome.value.files ?? []).slice(0, MOST_FILES - files.length));
      }
      results.push({ ...about, ok: true, ...told(outcome.value, taken.length) });
    } else {
      const { code, message } = outcome.failure;
      results.push({ ...about, ok: false, failure: { code, message } });
      stopped = stopOnError && !step.continueOnError && index + 1 < steps.length;
      if (stopped) break;
    }
  }
  const done = results.filter(({ ok }) => ok).length;
  const returned = results.filter(({ ok }, index) => {
    if (returnOnly === "all" || !ok) return true;
    return returnOnly === "last" && index === results.length - 1;
  });
  return succeed({
    data: { done, total: steps.length, stopped, steps: returned },
    ...(images.length > 0 && { images }),
    ...(files.length > 0 && { files }),
  });
};

function told({ data, origin }: ToolOutput, pictures: number) {
  return {
    data,
    ...(origin === undefined ? {} : { origin }),
    ...(pictures === 0 ? {} : { pictures }),
  };
}

async function runStep(
  { tool, args }: BatchStep,
  tabId: number | undefined,
  answers: ReadonlyMap<string, unknown>,
  context: ToolContext,
): Promise<Outcome<ToolOutput>> {
  const meant = withAnswers(inTab(args, tabId), answers);
  if (!meant.ok) return meant;
  const own = timeoutIn(meant.value) ?? Number.POSITIVE_INFINITY;
  const deadlineMs = Math.min(context.deadlineMs - SPARE_MS, Date.now() + own);
  const time = AbortSignal.timeout(Math.max(0, deadlineMs - Date.now()));
  const signal = AbortSignal.any([context.signal, time]);
  const outcome = await untilAborted(
    context.use(tool, meant.value, { signal, deadlineMs }),
    signal,
  );
  if (outcome.ok) return outcome.value;
  if (context.signal.aborted) return outcome;
  return fail(
    "timeout",
    "This step was not done in time. It may have had an effect: look at the page before repeating it.",
  );
}

function inTab(args: BatchStep["args"], tabId: number | undefined): BatchStep["args"] {
  const named = Object.hasOwn(args, "tabId") || Object.hasOwn(args, "windowId");
  return named || tabId === undefined ? args : { ...args, tabId };
}

function tabIn(data: unknown): number | undefined {
  return numberIn(data, "tabId");
}

function timeoutIn(args: unknown): number | undefined {
  return numberIn(args, "timeoutMs");
}

function numberIn(value: unknown, name: string): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Reflect.get(value, name);
  return typeof found === "number" ? found : undefined;
}

export const batchHandlers = { chrome_batch: batch };
