import { z } from "zod";
import type { Outcome } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";

const metricsSchema = z.object({ cssLayoutViewport: z.object({ clientWidth: z.number() }) });

/**
 * A page that came back from being discarded and was not shown since has no size: nothing can be seen or
 * clicked in it. It gets that of the tab in front of its window, until the debugger is detached.
 */
export async function giveSize(session: DebuggerSession, metrics: Outcome<unknown>): Promise<void> {
  const sizes = metrics.ok ? metricsSchema.safeParse(metrics.value).data : undefined;
  if (sizes?.cssLayoutViewport.clientWidth !== 0) return;
  const tab = await chrome.tabs.get(session.tabId).catch(() => undefined);
  if (!tab) return;
  const [front] = await chrome.tabs.query({ windowId: tab.windowId, active: true });
  const { width = 0, height = 0 } = front ?? {};
  if (width === 0 || height === 0) return;
  const size = { width, height, deviceScaleFactor: 0, mobile: false };
  await session.send("Emulation.setDeviceMetricsOverride", size);
}
