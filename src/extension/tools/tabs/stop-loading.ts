import { attachedTo } from "../../debugger/debugger-session.ts";

/**
 * A page that is on its way when its call is stopped does not come any more. Until disposed: the time of a step of a
 * batch runs out in the end, too, whatever loads there by then.
 */
export function stopLoadingOnAbort(tabId: number, signal: AbortSignal): Disposable {
  const stop = () => void stopLoading(tabId);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", stop) };
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
