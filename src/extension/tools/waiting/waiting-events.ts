import { z } from "zod";
import { fail } from "../../../protocol/failure.ts";
import type { Condition } from "../../../tools/waiting.ts";
import type { DebuggerEvent, DebuggerSession } from "../../debugger/debugger-session.ts";
import { within } from "../until-aborted.ts";

/** Waiting for what Chrome itself tells of a tab. Each answers undefined when the time was over first. */

/** What came, once it came. */
export interface Came {
  ref?: string;
  note?: string;
}

export const TOO_LATE = fail(
  "timeout",
  "It did not come to that in the time. chrome_read_page shows how things stand; timeoutMs gives it longer.",
);

export async function untilTab(
  tabId: number,
  { kind, url = "", title = "" }: Condition,
  ms: number,
  signal: AbortSignal,
): Promise<Came | undefined> {
  const holds = (tab: chrome.tabs.Tab) =>
    kind === "url" ? tab.url?.includes(url) : tab.title?.includes(title);
  const { promise, resolve } = Promise.withResolvers<void>();
  const updated = (changed: number, _: unknown, tab: chrome.tabs.Tab) => {
    if (changed === tabId && holds(tab)) resolve();
  };
  chrome.tabs.onUpdated.addListener(updated);
  const now = await chrome.tabs.get(tabId).catch(() => undefined);
  if (now && holds(now)) resolve();
  const came = await within(promise, ms, signal);
  chrome.tabs.onUpdated.removeListener(updated);
  return came ? {} : undefined;
}

const askedSchema = z.object({ requestId: z.string(), request: z.object({ url: z.string() }) });
const answeredSchema = z.object({
  requestId: z.string(),
  response: z.object({ status: z.number() }),
});
const endedSchema = z.object({ requestId: z.string() });

/** The end of a request, begun from now on, whose address has this part. */
export function untilRequest(
  session: DebuggerSession,
  part: string,
  ms: number,
  signal: AbortSignal,
): Promise<Came | undefined> {
  const wanted = new Map<string, number>();
  return untilEvent(session, ms, signal, ({ method, params }) => {
    if (method === "Network.requestWillBeSent") {
      const { data } = askedSchema.safeParse(params);
      if (data?.request.url.includes(part)) wanted.set(data.requestId, 0);
    } else if (method === "Network.responseReceived") {
      const { data } = answeredSchema.safeParse(params);
      if (data && wanted.has(data.requestId)) wanted.set(data.requestId, data.response.status);
    } else if (method === "Network.loadingFinished" || method === "Network.loadingFailed") {
      const status = wanted.get(endedSchema.safeParse(params).data?.requestId ?? "");
      if (status === undefined) return undefined;
      return { note: status > 0 ? `The request was answered with ${status}.` : "It failed." };
    }
    return undefined;
  });
}

const begunSchema = z.object({ guid: z.string(), suggestedFilename: z.string() });
const progressSchema = z.object({ guid: z.string(), state: z.string(), totalBytes: z.number() });

/** The end of a download that the page begins from now on. */
export function untilDownload(
  session: DebuggerSession,
  ms: number,
  signal: AbortSignal,
): Promise<Came | undefined> {
  const names = new Map<string, string>();
  return untilEvent(session, ms, signal, ({ method, params }) => {
    if (method === "Page.downloadWillBegin") {
      const { data } = begunSchema.safeParse(params);
      if (data) names.set(data.guid, data.suggestedFilename);
    } else if (method === "Page.downloadProgress") {
      const { data } = progressSchema.safeParse(params);
      if (!data || data.state === "inProgress") return undefined;
      const name = JSON.stringify((names.get(data.guid) ?? "").slice(0, 200));
      return data.state === "completed"
        ? { note: `The download ${name} is complete: ${data.totalBytes} bytes.` }
        : { note: `The download ${name} was stopped.` };
    }
    return undefined;
  });
}

async function untilEvent(
  session: DebuggerSession,
  ms: number,
  signal: AbortSignal,
  hear: (event: DebuggerEvent) => Came | undefined,
): Promise<Came | undefined> {
  let came: Came | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = session.listen((event) => {
    came ??= hear(event);
    if (came) resolve();
  });
  await within(promise, ms, signal);
  stop();
  return came;
}
