import { attachedTo } from "../../debugger/debugger-session.ts";
import { within } from "../until-aborted.ts";

/** No request under way for this long counts as idle. */
const IDLE_MS = 500;

/** Waits until the tab's page asks for nothing more; false when it still did. The debugger must be on the tab. */
export async function requestsQuiet(
  tabId: number,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  const session = attachedTo(tabId);
  if (!session) return false;
  const { promise, resolve } = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (session.requests.size === 0) timer = setTimeout(resolve, IDLE_MS);
  };
  const stop = session.listen(({ method }) => {
    if (method.startsWith("Network.")) look();
  });
  look();
  const quiet = await within(promise, ms, signal);
  clearTimeout(timer);
  stop();
  return quiet;
}
