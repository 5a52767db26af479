import { fail, succeed } from "../../../protocol/failure.ts";
import { gate } from "../../policy/gate.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import type { Handler } from "../tool-context.ts";

type Item = chrome.downloads.DownloadItem;

/** A download that is over counts as "just now" for so long, to a client that was not told of it yet. */
const JUST_NOW_MS = 60_000;

/** What is kept of the call's time, so that the answer gets through. */
const SPARE_MS = 250;

const LATEST: chrome.downloads.DownloadQuery = { orderBy: ["-startTime"], limit: 50 };

const MOST_TOLD = 1_000;

/** Client and download, of what was told as complete. */
const told = new Set<string>();

const handleDownload: Handler<"chrome_handle_download"> = async (args, context) => {
  const permitted = await needPermission("downloads");
  if (!permitted.ok) return permitted;
  const { client, signal } = context;
  const sinceMs = Date.now() - JUST_NOW_MS;
  const part = args.filenameContains?.toLowerCase() ?? "";
  const keyOf = ({ id }: Item) => `${client.id} ${id}`;
  const isMeant = (item: Item) =>
    (item.state === "in_progress" || Date.parse(item.startTime) >= sinceMs) &&
    !told.has(keyOf(item)) &&
    !isHidden(item) &&
    [item.filename, item.url, item.finalUrl].some((name) => name.toLowerCase().includes(part));
  const isEnough = (item: Item) =>
    item.filename !== "" &&
    (!args.waitForComplete || item.state !== "in_progress" || isHeldUp(item));

  let meant: Item | undefined;
  const look = async () => {
    if (meant) [meant = meant] = await chrome.downloads.search({ id: meant.id });
    else meant = (await chrome.downloads.search(LATEST)).find(isMeant);
    return meant !== undefined && isEnough(meant);
  };
  await untilDownload(look, context.deadlineMs - Date.now() - SPARE_MS, signal);
  // As it is now: what is told must not be as old as the last change that Chrome spoke of.
  if (!meant || !isEnough(meant)) await look();
  if (!meant || isHidden(meant)) {
    return fail(
      "timeout",
      "No such download began. Start it first, or give a longer timeoutMs; filenameContains must be part of its name or address.",
    );
  }
  if (meant.state !== "in_progress") remember(keyOf(meant));
  return succeed({ data: lineOf(meant) });
};

/** Settles when `look` says so, asked again with each change of a download, or when the time is over. */
function untilDownload(
  look: () => Promise<boolean>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const { onCreated, onChanged } = chrome.downloads;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let looking = Promise.resolve();
  const again = () => {
    looking = looking
      .then(look)
      .then((enough) => (enough ? resolve() : undefined))
      .catch(reject);
  };
  const end = () => resolve();
  const timer = setTimeout(end, Math.max(0, ms));
  signal.addEventListener("abort", end, { once: true });
  onCreated.addListener(again);
  onChanged.addListener(again);
  again();
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    onCreated.removeListener(again);
    onChanged.removeListener(again);
  });
}

function remember(key: string): void {
  told.add(key);
  const [oldest] = told;
  if (oldest !== undefined && told.size > MOST_TOLD) told.delete(oldest);
}

/** It came from a site that the person closed, or by way of one, or was started there. */
function isHidden({ url, finalUrl, referrer }: Item): boolean {
  return [url, finalUrl, referrer].some((address) => gate().stance(address) === "deny");
}

/** Chrome asks the person whether to keep such a file. */
function isHeldUp({ danger, state }: Item): boolean {
  return state === "in_progress" && !["safe", "accepted"].includes(danger);
}

function lineOf(item: Item) {
  const note = noteOn(item);
  return {
    downloadId: item.id,
    fileName: item.filename.split(/[/\\]/).at(-1) ?? "",
    path: item.filename,
    url: item.finalUrl,
    mimeType: item.mime,
    state: item.state,
    bytesReceived: item.bytesReceived,
    totalBytes: item.totalBytes,
    ...(note !== undefined && { note }),
  };
}

function noteOn(item: Item): string | undefined {
  if (isHeldUp(item))
    return "Chrome holds this file until the person says that they want to keep it.";
  if (item.state === "interrupted") return `It broke off (${item.error ?? "unknown"}).`;
  return item.state === "in_progress"
    ? "It is still under way: call again to follow it."
    : undefined;
}

export const downloadHandlers = { chrome_handle_download: handleDownload };
