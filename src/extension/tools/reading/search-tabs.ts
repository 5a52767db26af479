import { succeed } from "../../../protocol/failure.ts";
import { callAllFrames } from "../../page/call-page.ts";
import type { Handler } from "../tool-context.ts";
import { whyUnsupported } from "../tabs/page-address.ts";

/** Reads the tabs when asked; nothing is kept of them. */
export const searchTabsContent: Handler<"search_tabs_content"> = async (args, { signal }) => {
  const phrase = args.query.toLowerCase().replaceAll(/\s+/g, " ");
  const words = [...new Set(phrase.split(" "))];
  const tabs = await chrome.tabs.query({});
  const readable = tabs.filter(
    ({ id, url, discarded }) =>
      id !== undefined && !discarded && url !== undefined && whyUnsupported(url) === undefined,
  );
  const looked = await Promise.all(
    readable.map(async ({ id = -1, title = "", url = "" }) => {
      const frames = await callAllFrames(id, "search", { words, phrase }, signal);
      if (!frames.ok) return undefined;
      const best = frames.value.toSorted((a, b) => b.answer.score - a.answer.score)[0];
      return best && { tabId: id, title, url, ...best.answer };
    }),
  );
  const read = looked.filter((tab) => tab !== undefined);
  const matches = read
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, args.limit);
  const skipped = tabs.length - read.length;
  return succeed({ data: { matches, searched: read.length, skipped } });
};
