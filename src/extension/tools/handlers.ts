import type { Caller } from "../../protocol/call-tool.ts";
import type { Outcome } from "../../protocol/failure.ts";
import type { ToolOutput } from "../../protocol/tool-result.ts";
import type { BrowserToolArgs, BrowserToolName, BrowserToolResult } from "../../tools/catalogue.ts";
import { detachAll } from "../debugger/debugger-session.ts";
import { click, fillOrSelect, keyboard } from "./input.ts";
import { navigate } from "./navigation.ts";
import { find, getWebContent, readPage } from "./page.ts";
import { screenshot } from "./picture.ts";
import { javascript } from "./script.ts";
import { tabForLock } from "./tab-target.ts";
import { closeTabs, getWindowsAndTabs, switchTab } from "./tabs.ts";

/** What a handler is given besides its arguments. */
export interface ToolContext {
  /** Aborted on cancel, deadline, pause and a lost socket: nothing more is done in Chrome then. */
  signal: AbortSignal;
  client: Caller;
  /** Moment, as `Date.now()` counts, when the call must have answered. */
  deadlineMs: number;
  progress(progress: number, total?: number, message?: string): void;
}

export type Handler<N extends BrowserToolName> = (
  args: BrowserToolArgs<N>,
  context: ToolContext,
) => Promise<Outcome<ToolOutput & { data: BrowserToolResult<N> }>>;

/** One entry for each tool that lives in the browser. */
export const handlers = {
  get_windows_and_tabs: getWindowsAndTabs,
  chrome_navigate: navigate,
  chrome_read_page: readPage,
  chrome_find: find,
  chrome_get_web_content: getWebContent,
  chrome_click_element: click,
  chrome_fill_or_select: fillOrSelect,
  chrome_keyboard: keyboard,
  chrome_screenshot: screenshot,
  chrome_javascript: javascript,
  chrome_switch_tab: switchTab,
  chrome_close_tabs: closeTabs,
} satisfies { [N in BrowserToolName]: Handler<N> };

/** Which tab a call will touch, for the lock on it; undefined when it touches none that exists. */
export async function tabOf(
  tool: BrowserToolName,
  args: unknown,
  client: Caller,
): Promise<number | undefined> {
  return tabForLock(tool, args, client);
}

/** Lets go of every page: on pause and when the socket is lost. */
export async function releaseEverything(): Promise<void> {
  await detachAll();
}
