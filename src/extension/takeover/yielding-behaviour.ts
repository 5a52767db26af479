import { type BrowserToolName, browserTools } from "../../tools/catalogue.ts";
import type { Behaviour } from "../prepare-job.ts";
import { takeOvers } from "./take-overs.ts";

/** They do nothing in the tab's page, ask the person, or have steps that come by here one by one. */
const YIELDS_NEVER: ReadonlySet<BrowserToolName> = new Set([
  "chrome_switch_tab",
  "chrome_tabs_context",
  "chrome_tabs_create",
  "chrome_tabs_adopt",
  "chrome_tab_group",
  "chrome_ask_user",
  "chrome_request_element_selection",
  "chrome_show_numbers",
  "chrome_batch",
] as const);

/** What the tools do, as long as the person does not want the tab for themselves. */
export function yieldingBehaviour(behaviour: Behaviour): Behaviour {
  return {
    ...behaviour,
    run: async (tool, args, context) => {
      const yields = browserTools[tool].effect === "act" && !YIELDS_NEVER.has(tool);
      if (yields && takeOvers.any) {
        const tabId = await behaviour.tabOf(tool, args, context.client);
        const refused = tabId === undefined ? undefined : takeOvers.refusal(tabId);
        if (refused) return refused;
      }
      return behaviour.run(tool, args, context);
    },
  };
}
