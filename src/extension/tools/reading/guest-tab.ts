import { z } from "zod";
import type { Outcome } from "../../../protocol/failure.ts";
import type { ToolContext } from "../tool-context.ts";
import { lastTabOf, rememberTab } from "../tabs/tab-memory.ts";

const openedSchema = z.object({ tabId: z.number() });

/**
 * Opens an address in a background tab for one look at it, and closes the tab. The client goes on in the tab
 * that it was in.
 */
export async function inGuestTab<T>(
  url: string,
  context: ToolContext,
  look: (tabId: number) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const before = await lastTabOf(context.client.id);
  const navigation = { url, newTab: true, background: true };
  const opened = await context.use("chrome_navigate", navigation, context);
  if (!opened.ok) return opened;
  const { tabId } = openedSchema.parse(opened.value.data);
  await using _guest = {
    async [Symbol.asyncDispose]() {
      await chrome.tabs.remove(tabId).catch(() => undefined);
      if (before !== undefined) await rememberTab(context.client.id, before);
    },
  };
  return await look(tabId);
}
