import { attachedTo } from "../../debugger/debugger-session.ts";

/** A page that is on its way when its call is stopped does not come any more. */
export function stopLoadingOnAbort(tabId: number, signal: AbortSignal): void {
  signal.addEventListener("abort", () => void stopLoading(tabId), { once: true });
}

async function stopLoading(tabId: number): Promise<void> {
  const session = attachedTo(tabId);
  if (session) {
    await session.send("Page.stopLoading", undefined);
    return;
  }
  const stop = { target: { tabId }, func: stopInPage, injectImmediately: true };
  // Pages that no script may enter go on loading.
  await chrome.scripting.executeScript(stop).catch(() => undefined);
}

function stopInPage(): void {
  window.stop();
}
