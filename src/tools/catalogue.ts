import { batchTools } from "./batch.ts";
import { bookmarkTools } from "./bookmarks.ts";
import { health, listBrowsers, selectBrowser } from "./browsers.ts";
import { consoleTools } from "./console.ts";
import { clipboardTools } from "./clipboard.ts";
import type { ArgsOf, ResultOf, ToolContract } from "./contract.ts";
import { computerTools } from "./computer.ts";
import { dialogTools } from "./dialog.ts";
import { formTools } from "./form.ts";
import { keyboardTools } from "./keyboard.ts";
import { mouseTools } from "./mouse.ts";
import { downloadTools } from "./downloads.ts";
import { historyTools } from "./history.ts";
import { mediaTools } from "./media.ts";
import { navigationTools } from "./navigation.ts";
import { networkTools } from "./network.ts";
import { numbersTools } from "./numbers.ts";
import { ownTabsTools } from "./own-tabs.ts";
import { elementTools } from "./elements.ts";
import { pageTools } from "./page.ts";
import { performanceTools } from "./performance.ts";
import { personTools } from "./person.ts";
import { pictureTools } from "./picture.ts";
import { recordingTools } from "./recording.ts";
import { scriptTools } from "./script.ts";
import { selectionTools } from "./selection.ts";
import { tabTools } from "./tabs.ts";
import { uploadTools } from "./upload.ts";
import { userscriptTools } from "./userscript.ts";
import { waitingTools } from "./waiting.ts";

/** Tools whose handler lives in the extension. */
export const browserTools = {
  ...tabTools,
  ...ownTabsTools,
  ...navigationTools,
  ...pageTools,
  ...elementTools,
  ...mouseTools,
  ...formTools,
  ...keyboardTools,
  ...selectionTools,
  ...computerTools,
  ...pictureTools,
  ...waitingTools,
  ...dialogTools,
  ...uploadTools,
  ...scriptTools,
  ...personTools,
  ...numbersTools,
  ...mediaTools,
  ...batchTools,
  ...consoleTools,
  ...networkTools,
  ...historyTools,
  ...bookmarkTools,
  ...downloadTools,
  ...clipboardTools,
  ...performanceTools,
  ...recordingTools,
  ...userscriptTools,
} as const;

/** Tools whose handler lives in the server. */
export const serverTools = {
  chrome_list_browsers: listBrowsers,
  chrome_select_browser: selectBrowser,
  chrome_health: health,
} as const;

export const catalogue = { ...browserTools, ...serverTools } as const;

export type BrowserToolName = keyof typeof browserTools;
export type ServerToolName = keyof typeof serverTools;
export type ToolName = keyof typeof catalogue;

export type BrowserToolArgs<N extends BrowserToolName> = ArgsOf<(typeof browserTools)[N]>;
export type BrowserToolResult<N extends BrowserToolName> = ResultOf<(typeof browserTools)[N]>;
export type ServerToolResult<N extends ServerToolName> = ResultOf<(typeof serverTools)[N]>;

/** All tools, in the order in which clients see them. */
export const allTools: readonly ToolContract[] = Object.values(catalogue);

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(catalogue, name);
}

export function isBrowserToolName(name: string): name is BrowserToolName {
  return Object.hasOwn(browserTools, name);
}

export function isServerToolName(name: string): name is ServerToolName {
  return Object.hasOwn(serverTools, name);
}

/** Whether a tool works in a tab: then its calls wait for others there. */
export function worksInTab(name: BrowserToolName): boolean {
  return "tabId" in browserTools[name].args.shape || name === "chrome_close_tabs";
}
