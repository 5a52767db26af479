import type { Failed, Outcome } from "../../protocol/failure.ts";
import type { BrowserToolName } from "../../tools/catalogue.ts";
import { setDeadline } from "../call-deadline.ts";
import type { Behaviour } from "../prepare-job.ts";
import { gate } from "./gate.ts";
import type { ToolContext } from "../tools/tool-context.ts";

/**
 * What the tools do, once the gate knows the call: kept to the switches, and off the tabs of denied sites. Steps
 * of a batch come through here one by one. What is switched off while it runs ends there.
 */
export function guardedBehaviour(
  behaviour: Behaviour,
  addressOf: (tabId: number) => Promise<string | undefined>,
): Behaviour {
  /** What every tool is refused, whatever it does with its tab. Tools that enter a page ask for it themselves. */
  const mayTouch = async (
    tool: BrowserToolName,
    args: unknown,
    { client, signal }: ToolContext,
  ): Promise<Outcome<undefined>> => {
    const tabId = gate().isStrict ? await behaviour.tabOf(tool, args, client) : undefined;
    const address = tabId === undefined ? "" : ((await addressOf(tabId)) ?? "");
    return gate().admit(gate().stance(address) === "deny" ? address : "", signal);
  };
  return {
    ...behaviour,
    run: async (tool, args, context) => {
      const usable = gate().mayUse(tool);
      if (!usable.ok) return usable;
      const { client, deadlineMs, letIn } = context;
      const { promise: ended, resolve } = Promise.withResolvers<Failed>();
      const stop = new AbortController();
      const end = (why: Failed) => {
        resolve(why);
        stop.abort();
      };
      const signal = AbortSignal.any([context.signal, stop.signal]);
      setDeadline(signal, deadlineMs);
      using _call = gate().begin(signal, { client, tool, deadlineMs, letIn, end });
      const known = { ...context, signal };
      const touchable = await mayTouch(tool, args, known);
      if (!touchable.ok) return touchable;
      return await Promise.race([ended, behaviour.run(tool, args, known)]);
    },
  };
}
