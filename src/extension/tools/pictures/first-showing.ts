import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type KnownTab, tabById } from "../tabs/tab-target.ts";

const FULL_SCREEN = fail(
  "not_actionable",
  "Chrome has not drawn this tab since it woke up, and its window is in full screen. Read the page instead, or show it with background false.",
);

/**
 * A page that came back from being discarded hangs in no window until it is in front for the first time: Chrome
 * draws nothing of it and pictures are waited for in vain. So it is put in front and the other tab back at once, which
 * takes some 25 ms, once. That would end full screen.
 */
export async function shownOnce(tab: KnownTab): Promise<Outcome<KnownTab>> {
  if (tab.width > 0 || tab.active) return succeed(tab);
  const { tabId, windowId } = tab;
  const [front] = await chrome.tabs.query({ windowId, active: true });
  if (front?.id === undefined || front.width === 0) return succeed(tab);
  const window = await chrome.windows.get(windowId).catch(() => undefined);
  if (window?.state === "fullscreen") return FULL_SCREEN;
  await Promise.all([
    chrome.tabs.update(tabId, { active: true }),
    chrome.tabs.update(front.id, { active: true }),
  ]).catch(() => undefined);
  return succeed((await tabById(tabId)) ?? tab);
}
