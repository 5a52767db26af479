import { z } from "zod";
import type { Outcome } from "../../protocol/failure.ts";

const metricsSchema = z.object({ cssLayoutViewport: z.object({ clientWidth: z.number() }) });

/** As Emulation.setDeviceMetricsOverride takes it. */
interface Size {
  width: number;
  height: number;
  deviceScaleFactor: 0;
  mobile: false;
}

/**
 * A page that came back from being discarded and was not shown since has no size: nothing can be seen or
 * clicked in it. It is to have that of the tab in front of its window, until the debugger is detached. `metrics`: what
 * Page.getLayoutMetrics answered. Undefined where it has a size.
 */
export async function sizeOfUnseen(
  tabId: number,
  metrics: Outcome<unknown>,
): Promise<Size | undefined> {
  const sizes = metrics.ok ? metricsSchema.safeParse(metrics.value).data : undefined;
  if (sizes?.cssLayoutViewport.clientWidth !== 0) return undefined;
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  if (!tab) return undefined;
  const [front] = await chrome.tabs.query({ windowId: tab.windowId, active: true });
  const { width = 0, height = 0 } = front ?? {};
  if (width === 0 || height === 0) return undefined;
  return { width, height, deviceScaleFactor: 0, mobile: false };
}
