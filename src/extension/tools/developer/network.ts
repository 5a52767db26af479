import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type CapturedRequest, requestLineSchema } from "../../../tools/network.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { MOST_REQUESTS, NetworkRecord, type RecordLimits } from "../../debugger/network-record.ts";
import { gate } from "../../policy/gate.ts";
import { TabKeep } from "../../tab-keep.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { networkRequest } from "./network-request.ts";
import { type KnownTab, findPage, findTab, withOrigin } from "../tabs/tab-target.ts";
import { useTool } from "../use-tool.ts";

/** Requests in one answer. */
const PAGE = 50;

/** Of an address in a list; `get` gives it whole. */
const MOST_URL = 300;

const records = new TabKeep<NetworkRecord>();

const NOTHING = fail(
  "invalid_arguments",
  "Nothing is recorded of this tab. Call chrome_network_capture with action start first.",
);

interface StartArgs extends RecordLimits {
  tabId?: number | undefined;
  windowId?: number | undefined;
  url?: string | undefined;
}

async function start(args: StartArgs, context: ToolContext): Promise<Outcome<KnownTab>> {
  const found =
    args.url === undefined ? await findPage(args, context) : await arrive(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  // A record that ends has Chrome keep no bodies any more.
  await records.get(tabId)?.stop("user_request");
  const record = new NetworkRecord(attached.value, args, gate().openFor(context.signal));
  records.put(tabId, record);
  await record.start();
  if (args.url === undefined) return found;
  // The page may have been there already: its requests are wanted, too.
  const gone = await useTool("chrome_navigate", { tabId, url: args.url }, context);
  return gone.ok ? findTab({ tabId }, context.client) : gone;
}

/** A tab that cannot be debugged yet, such as a new one, goes to the address before it is watched. */
async function arrive(args: StartArgs, context: ToolContext): Promise<Outcome<KnownTab>> {
  const found = await findPage(args, context);
  if (found.ok || found.failure.code !== "unsupported_page") return found;
  const { tabId, windowId, url } = args;
  const wish = { tabId, windowId, url, waitUntil: "none" };
  const gone = await useTool("chrome_navigate", wish, context);
  return gone.ok ? findPage({ tabId, windowId }, context) : gone;
}

const networkCapture: Handler<"chrome_network_capture"> = async (args, context) => {
  if (args.action === "start") {
    const started = await start(args, context);
    if (!started.ok) return started;
    const { tabId, url } = started.value;
    return succeed(withOrigin(summaryOf(tabId), url));
  }
  const found = await findTab(args, context.client);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const record = records.get(tabId);
  if (!record) return NOTHING;
  if (args.action === "stop") await record.stop("user_request");
  if (args.action === "get") {
    const request = record.get(args.requestId ?? "");
    return request
      ? succeed(withOrigin({ ...summaryOf(tabId), request }, url))
      : fail("invalid_arguments", "No such requestId in the record. Action list names them.");
  }
  const { url: part = "" } = args;
  const wanted = record.requests.filter((request) => request.url.includes(part));
  const from = Number(args.cursor ?? 0) || 0;
  const requests = wanted.slice(from, from + PAGE).map(lineOf);
  const next = from + PAGE < wanted.length ? { cursor: String(from + PAGE) } : {};
  return succeed(withOrigin({ ...summaryOf(tabId), requests, ...next }, url));
};

function summaryOf(tabId: number) {
  const record = records.get(tabId);
  return {
    tabId,
    running: record !== undefined && record.stoppedBy === undefined,
    ...(record?.stoppedBy === undefined ? {} : { stoppedBy: record.stoppedBy }),
    requestCount: record?.requests.length ?? 0,
    droppedCount: record?.dropped ?? 0,
  };
}

function lineOf(request: CapturedRequest) {
  return requestLineSchema.parse({ ...request, url: request.url.slice(0, MOST_URL) });
}

type StartHandler = Handler<"chrome_network_capture_start">;
type StopHandler = Handler<"chrome_network_capture_stop">;

const startNamed =
  (needResponseBody: boolean): StartHandler =>
  async (args, context) => {
    const needs = needResponseBody || args.needResponseBody;
    const started = await start({ ...args, needResponseBody: needs }, context);
    if (!started.ok) return started;
    const { tabId, url } = started.value;
    const { maxCaptureTime, inactivityTimeout, includeStatic } = args;
    return succeed({
      data: {
        success: true,
        message: "Network capture started. Stop it with the tool of the same name.",
        tabId,
        url,
        maxCaptureTime,
        inactivityTimeout,
        includeStatic,
        maxRequests: MOST_REQUESTS,
      },
    });
  };

const stopNamed: StopHandler = async (args, context) => {
  const found = await findTab(args, context.client);
  if (!found.ok) return found;
  const { tabId, url, title } = found.value;
  const record = records.get(tabId);
  if (!record) return NOTHING;
  await record.stop("user_request");
  const { requests, startMs, endMs = Date.now(), dropped } = record;
  const commonRequestHeaders = common(requests.map(({ requestHeaders }) => requestHeaders));
  const commonResponseHeaders = common(
    requests.flatMap(({ responseHeaders }) => (responseHeaders ? [responseHeaders] : [])),
  );
  const data = {
    success: true,
    message: `Capture stopped. ${requests.length} requests.`,
    tabId,
    tabUrl: url,
    tabTitle: title,
    captureStartTime: startMs,
    captureEndTime: endMs,
    totalDurationMs: endMs - startMs,
    commonRequestHeaders,
    commonResponseHeaders,
    requests: requests.map(({ requestHeaders, responseHeaders = {}, ...request }) => ({
      ...request,
      specificRequestHeaders: without(requestHeaders, commonRequestHeaders),
      specificResponseHeaders: without(responseHeaders, commonResponseHeaders),
    })),
    requestCount: requests.length,
    requestLimitReached: dropped > 0,
    stoppedBy: record.stoppedBy ?? "user_request",
  };
  records.drop(tabId);
  return succeed(withOrigin(data, url));
};

type Headers = Record<string, string>;

/** Headers that all of them have, alike. */
function common([first = {}, ...rest]: Headers[]): Headers {
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((other) => other[name] === value)),
  );
}

function without(all: Headers, others: Headers): Headers {
  return Object.fromEntries(Object.entries(all).filter(([name]) => others[name] === undefined));
}

export const networkHandlers = {
  chrome_network_capture: networkCapture,
  chrome_network_request: networkRequest,
  chrome_network_capture_start: startNamed(false),
  chrome_network_capture_stop: stopNamed,
  chrome_network_debugger_start: startNamed(true),
  chrome_network_debugger_stop: stopNamed,
};
