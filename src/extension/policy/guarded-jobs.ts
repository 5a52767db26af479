import { type Outcome, succeed } from "../../protocol/failure.ts";
import type { ToolOutput } from "../../protocol/tool-result.ts";
import type { Job, PrepareJob } from "../job.ts";
import type { ToolContext } from "../tools/handlers.ts";
import { gate } from "./gate.ts";

/** Where the page in a tab is; undefined when there is no such tab. */
export type AddressOf = (tabId: number) => Promise<string | undefined>;

/** Jobs that the gate knows, that keep to the switches, and that leave tabs of denied sites alone. */
export function guardedJobs(prepare: PrepareJob, addressOf: AddressOf): PrepareJob {
  return (tool, args) => {
    const job = prepare(tool, args);
    return job.ok ? succeed(guarded(tool, job.value, addressOf)) : job;
  };
}

function guarded(tool: string, job: Job, addressOf: AddressOf): Job {
  return {
    ...job,
    run: async (context) => {
      const { client, deadlineMs, signal } = context;
      const usable = gate().mayUse(tool);
      if (!usable.ok) return usable;
      using _call = gate().begin(signal, { client, tool, deadlineMs });
      const shut = await refusalOfTabs(job, addressOf, context);
      return shut ?? (await job.run(context));
    },
  };
}

/** What every tool is refused, whatever it does with its tab. Tools that enter a page ask for it themselves. */
async function refusalOfTabs(
  job: Job,
  addressOf: AddressOf,
  { client, signal }: ToolContext,
): Promise<Outcome<ToolOutput> | undefined> {
  if (!gate().isStrict) return undefined;
  const addresses = await Promise.all((await job.tabs(client)).map(addressOf));
  for (const address of addresses) {
    if (address === undefined || gate().stance(address) !== "deny") continue;
    const refused = await gate().admit(address, signal);
    if (!refused.ok) return refused;
  }
  return undefined;
}
