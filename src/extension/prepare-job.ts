import { z } from "zod";
import type { Caller } from "../protocol/call-tool.ts";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { ToolOutput } from "../protocol/tool-result.ts";
import {
  type BrowserToolArgs,
  type BrowserToolName,
  browserTools,
  isBrowserToolName,
  worksInTab,
} from "../tools/catalogue.ts";
import { checkArguments } from "../tools/check-arguments.ts";
import type { Effect } from "../tools/contract.ts";
import { setDeadline } from "./call-deadline.ts";
import type { Job, PrepareJob } from "./job.ts";
import { TEXTS } from "./texts.ts";
import type { ToolContext } from "./tools/tool-context.ts";

/** What the tools do, as `tools/handlers.ts` has it. */
export interface Behaviour {
  run<N extends BrowserToolName>(
    tool: N,
    args: BrowserToolArgs<N>,
    context: ToolContext,
  ): Promise<Outcome<ToolOutput>>;
  tabOf(tool: BrowserToolName, args: unknown, client: Caller): Promise<number | undefined>;
}

const contracts: {
  [N in BrowserToolName]: { effect: Effect; args: z.ZodType<BrowserToolArgs<N>> };
} = browserTools;

const closeTabsArgs = z.object({ tabIds: z.array(z.number()) });
const stepsSchema = z.object({
  steps: z.array(z.object({ args: z.object({ tabId: z.number().optional().catch(undefined) }) })),
});

/** Finds the tool of a call and parses its arguments by the tool's contract. */
export function jobsOf(behaviour: Behaviour): PrepareJob {
  return (tool, args) =>
    isBrowserToolName(tool)
      ? prepare(behaviour, tool, args)
      : fail("invalid_arguments", TEXTS.failures.unknownTool);
}

function prepare<N extends BrowserToolName>(
  behaviour: Behaviour,
  tool: N,
  rawArgs: unknown,
): Outcome<Job> {
  const contract = contracts[tool];
  const checked = checkArguments(contract.args, rawArgs, tool);
  if (!checked.ok) return fail("invalid_arguments", checked.problem.slice(0, 2_000));
  const { args } = checked;
  return succeed({
    effect: contract.effect,
    tabs: (client) => tabsOf(behaviour, tool, args, client),
    run: (context) =>
      behaviour.run(tool, args, {
        ...context,
        use: async (part, partArgs, limits) => {
          if (part === "chrome_batch") return fail("invalid_arguments", TEXTS.failures.nestedBatch);
          setDeadline(limits.signal, limits.deadlineMs);
          const job = jobsOf(behaviour)(part, partArgs);
          return job.ok ? job.value.run({ ...context, ...limits, progress: () => {} }) : job;
        },
      }),
  });
}

/** They leave pages alone, wait for what others do there, or answer what holds others up. */
const WAITS_FOR_NONE: ReadonlySet<BrowserToolName> = new Set([
  "chrome_switch_tab",
  "chrome_tabs_context",
  "chrome_tabs_create",
  "chrome_tabs_adopt",
  "chrome_tab_group",
  "chrome_wait_for_tab",
  "chrome_wait_for",
  "chrome_ask_user",
  "chrome_request_element_selection",
  "chrome_handle_dialog",
] as const);

/**
 * The tabs a call must have to itself, or share with other reads. Closing waits for what is running in the tabs it names.
 */
async function tabsOf(
  behaviour: Behaviour,
  tool: BrowserToolName,
  args: unknown,
  client: Caller,
): Promise<number[]> {
  if (!worksInTab(tool) || WAITS_FOR_NONE.has(tool)) return [];
  if (tool === "chrome_batch") return tabsOfBatch(behaviour, args, client);
  const named = tool === "chrome_close_tabs" ? closeTabsArgs.safeParse(args).data : undefined;
  if (named) return [...new Set(named.tabIds)];
  const tab = await behaviour.tabOf(tool, args, client);
  return tab === undefined ? [] : [tab];
}

/** Those of all its steps, as far as they can be known before the first is done. */
async function tabsOfBatch(behaviour: Behaviour, args: unknown, client: Caller): Promise<number[]> {
  const own = await behaviour.tabOf("chrome_batch", args, client);
  const { steps } = stepsSchema.parse(args);
  const named = steps.flatMap(({ args: { tabId } }) => (tabId === undefined ? [] : [tabId]));
  return [...new Set(own === undefined ? named : [own, ...named])];
}
