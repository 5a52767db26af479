import { fail, type Failed } from "../../protocol/failure.ts";

/** Why no script could be run in a page. */

export const NAVIGATED = fail(
  "navigated",
  "The page went elsewhere while the call ran. Read it again and go on from there.",
);

/** What Chrome said of it, in our words. */
export function refusal(text: string): Failed {
  if (/no tab with id|tab was closed/i.test(text)) {
    return fail("tab_not_found", "The tab was closed. get_windows_and_tabs lists those there are.");
  }
  if (/no frame with id/i.test(text)) {
    return fail("element_not_found", "The tab has no such frame. Read the page to see its frames.");
  }
  if (/document|was removed|frame/i.test(text) && !/error page/i.test(text)) return NAVIGATED;
  return fail(
    "unsupported_page",
    "Chrome lets no extension into this page. Go elsewhere with chrome_navigate first.",
  );
}
