import { pageTools } from "../../../tools/page.ts";
import type { ToolContext } from "../tool-context.ts";
import { readPage } from "./page.ts";

/** What can be operated in a tab, as `chrome_read_page` tells it; undefined when the page cannot be read. */
export async function interactiveOutline(
  tabId: number,
  context: ToolContext,
): Promise<string | undefined> {
  const wish = pageTools.chrome_read_page.args.parse({ tabId, filter: "interactive" });
  const read = await readPage(wish, context);
  return read.ok ? read.value.data.outline : undefined;
}
