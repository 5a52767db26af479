import type { Outcome } from "../../../protocol/failure.ts";
import type { ToolContext } from "../tool-context.ts";
import { BLANK, untilBlank } from "../tabs/blank-page.ts";
import { joinOwnGroup } from "../tabs/tab-groups.ts";
import { lastTabOf, rememberTab } from "../tabs/tab-memory.ts";
import { useTool } from "../use-tool.ts";

/**
 * Opens an address in a background tab for one look at it, and closes the tab, also when the address cannot be
 * opened. The client goes on in the tab that it was in.
 */
export async function inGuestTab<T>(
  url: string,
  context: ToolContext,
  look: (tabId: number) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const before = await lastTabOf(context.client.id);
  const tab = await chrome.tabs.create({ url: BLANK, active: false });
  const { id: tabId = chrome.tabs.TAB_ID_NONE } = tab;
  await using _guest = {
    async [Symbol.asyncDispose]() {
      await chrome.tabs.remove(tabId).catch(() => undefined);
      if (before !== undefined) await rememberTab(context.client.id, before);
    },
  };
  await joinOwnGroup(context.client, [tab]);
  await untilBlank(tabId, context.deadlineMs - Date.now(), context.signal);
  const opened = await useTool("chrome_navigate", { url, tabId }, context);
  return opened.ok ? await look(tabId) : opened;
}
