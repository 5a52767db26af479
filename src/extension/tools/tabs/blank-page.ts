import { type Outcome, succeed } from "../../../protocol/failure.ts";

export const BLANK = "about:blank";

/** Settles when the tab shows the empty page, of which webNavigation says nothing, or when the time is over. */
export async function untilBlank(
  tabId: number,
  ms: number,
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  const look = (changed: number, _: unknown, { url }: chrome.tabs.Tab) => {
    if (changed === tabId && url === BLANK) resolve();
  };
  chrome.tabs.onUpdated.addListener(look);
  chrome.tabs.onRemoved.addListener(done);
  signal.addEventListener("abort", done, { once: true });
  const timer = setTimeout(done, Math.max(0, ms));
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  if (!tab || tab.url === BLANK) resolve();
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", done);
  chrome.tabs.onRemoved.removeListener(done);
  chrome.tabs.onUpdated.removeListener(look);
  return succeed(undefined);
}
