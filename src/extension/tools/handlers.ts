import type { Caller } from "../../protocol/call-tool.ts";
import type { BrowserToolName } from "../../tools/catalogue.ts";
import { detachAll } from "../debugger/debugger-session.ts";
import { letGoOfTabs } from "../tab-keep.ts";
import { batchHandlers } from "./batch.ts";
import { computerHandlers } from "./computer.ts";
import { consoleHandlers } from "./console.ts";
import { dialogHandlers } from "./dialog.ts";
import { formHandlers } from "./form.ts";
import { keyboardHandlers } from "./keyboard.ts";
import { mouseHandlers } from "./mouse.ts";
import { bookmarkHandlers } from "./bookmarks.ts";
import { clipboardHandlers } from "./clipboard.ts";
import { downloadHandlers } from "./downloads.ts";
import { historyHandlers } from "./history.ts";
import { mediaHandlers } from "./media.ts";
import { navigationHandlers } from "./navigation.ts";
import { networkHandlers } from "./network.ts";
import { numbersHandlers } from "./numbers.ts";
import { ownTabsHandlers } from "./own-tabs.ts";
import { elementHandlers } from "./elements.ts";
import { pageHandlers } from "./page.ts";
import { performanceHandlers } from "./performance.ts";
import { personHandlers } from "./person.ts";
import { pictureHandlers } from "./picture.ts";
import { recordingHandlers } from "./recording.ts";
import { scriptHandlers } from "./script.ts";
import { selectionHandlers } from "./selection.ts";
import type { Handler } from "./tool-context.ts";
import { tabForLock } from "./tab-target.ts";
import { tabHandlers } from "./tabs.ts";
import { uploadHandlers } from "./upload.ts";
import { userscriptHandlers } from "./userscript.ts";
import { waitingHandlers } from "./waiting.ts";

/** One entry for each tool that lives in the browser. */
export const handlers = {
  ...tabHandlers,
  ...ownTabsHandlers,
  ...navigationHandlers,
  ...pageHandlers,
  ...elementHandlers,
  ...mouseHandlers,
  ...formHandlers,
  ...keyboardHandlers,
  ...selectionHandlers,
  ...computerHandlers,
  ...pictureHandlers,
  ...waitingHandlers,
  ...dialogHandlers,
  ...uploadHandlers,
  ...scriptHandlers,
  ...personHandlers,
  ...numbersHandlers,
  ...mediaHandlers,
  ...batchHandlers,
  ...consoleHandlers,
  ...networkHandlers,
  ...historyHandlers,
  ...bookmarkHandlers,
  ...downloadHandlers,
  ...clipboardHandlers,
  ...performanceHandlers,
  ...recordingHandlers,
  ...userscriptHandlers,
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
  letGoOfTabs();
  await detachAll();
}
