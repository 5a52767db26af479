import type { BrowserToolName } from "../../tools/catalogue.ts";
import { detachAll } from "../debugger/debugger-session.ts";
import { letGoOfTabs } from "../tab-keep.ts";
import { batchHandlers } from "./batch.ts";
import { personHandlers } from "./person.ts";
import type { Handler } from "./tool-context.ts";
import { computerHandlers } from "./acting/computer.ts";
import { dialogHandlers } from "./acting/dialog.ts";
import { formHandlers } from "./acting/form.ts";
import { keyboardHandlers } from "./acting/keyboard.ts";
import { mediaHandlers } from "./acting/media.ts";
import { mouseHandlers } from "./acting/mouse.ts";
import { selectionHandlers } from "./acting/selection.ts";
import { uploadHandlers } from "./acting/upload.ts";
import { consoleHandlers } from "./developer/console.ts";
import { networkHandlers } from "./developer/network.ts";
import { performanceHandlers } from "./developer/performance.ts";
import { scriptHandlers } from "./developer/script.ts";
import { userscriptHandlers } from "./developer/userscript.ts";
import { bookmarkHandlers } from "./library/bookmarks.ts";
import { clipboardHandlers } from "./library/clipboard.ts";
import { downloadHandlers } from "./library/downloads.ts";
import { historyHandlers } from "./library/history.ts";
import { numbersHandlers } from "./pictures/numbers.ts";
import { pictureHandlers } from "./pictures/picture.ts";
import { recordingHandlers } from "./pictures/recording.ts";
import { elementHandlers } from "./reading/elements.ts";
import { pageHandlers } from "./reading/page.ts";
import { navigationHandlers } from "./tabs/navigation.ts";
import { ownTabsHandlers } from "./tabs/own-tabs.ts";
import { tabHandlers } from "./tabs/tabs.ts";
import { waitingHandlers } from "./waiting/waiting.ts";

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

/** Lets go of every page: on pause and when the socket is lost. */
export async function releaseEverything(): Promise<void> {
  letGoOfTabs();
  await detachAll();
}
