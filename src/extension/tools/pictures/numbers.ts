import { fail, succeed } from "../../../protocol/failure.ts";
import { tellShown } from "../../driven/veil.ts";
import { callPage } from "../../page/call-page.ts";
import { parseRef } from "../reading/element-query.ts";
import type { Handler } from "../tool-context.ts";
import { findPage } from "../tabs/tab-target.ts";

/** Frames with numbers on them, of each tab that has some. */
const numbered = new Map<number, ReadonlySet<number>>();

const showNumbers: Handler<"chrome_show_numbers"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const byFrame = new Map<number, { ref: number; number: number }[]>();
  for (const { ref: text, number } of args.labels) {
    const named = parseRef(text);
    if (!named) return fail("invalid_arguments", "A ref looks like e12 or f3e12.");
    const { frameId, ref } = named;
    byFrame.set(frameId, [...(byFrame.get(frameId) ?? []), { ref, number }]);
  }
  listenOnce();
  const frames = new Set([...(numbered.get(tabId) ?? []), ...byFrame.keys()]);
  if (byFrame.size > 0) numbered.set(tabId, new Set(byFrame.keys()));
  else numbered.delete(tabId);
  const answers = await Promise.all(
    [...frames].map((frameId) => {
      const request = { labels: byFrame.get(frameId) ?? [] };
      return callPage({ tabId, frameId }, "showNumbers", request, context.signal);
    }),
  );
  const failed = answers.find((answer) => !answer.ok);
  if (failed && answers.every(({ ok }) => !ok)) return failed;
  const shown = answers.reduce((sum, one) => sum + (one.ok ? one.value.answer.shown : 0), 0);
  return succeed({ data: { tabId, shown } });
};

tellShown((tabId) => numbered.has(tabId));

let listening = false;

/** They go with their page. */
function listenOnce(): void {
  if (listening) return;
  listening = true;
  chrome.tabs.onRemoved.addListener((tabId) => numbered.delete(tabId));
  chrome.webNavigation.onCommitted.addListener(({ tabId, frameId }) => {
    if (frameId === 0) numbered.delete(tabId);
  });
}

export const numbersHandlers = { chrome_show_numbers: showNumbers };
