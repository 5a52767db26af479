import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import type { Condition } from "../../../tools/waiting.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { hearFrames } from "../../debugger/frame-network.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { requestsQuiet } from "./network-quiet.ts";
import { type KnownTab, findPage, tabById, withOrigin } from "../tabs/tab-target.ts";
import { STOPPED, within } from "../until-aborted.ts";
import { type Came, TOO_LATE, untilDownload, untilRequest, untilTab } from "./waiting-events.ts";
import { inPage } from "./waiting-frames.ts";

type Args = BrowserToolArgs<"chrome_wait_for">;

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 200;

const waitFor: Handler<"chrome_wait_for"> = async (args, context) => {
  const lacks = whatIsMissing(args.condition);
  if (lacks) return fail("invalid_arguments", `A condition of this kind needs ${lacks}.`);
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const beganMs = Date.now();
  const came = await comes(found.value, args, context);
  if (!came.ok) return came;
  const tab = await tabById(found.value.tabId);
  if (!tab) return fail("tab_not_found", "The tab was closed while it was waited for.");
  const { tabId, url, title } = tab;
  const waitedMs = Date.now() - beganMs;
  return succeed(withOrigin({ tabId, url, title, waitedMs, ...came.value }, url));
};

function whatIsMissing({ kind, ref, selector, text, url, title, ms }: Condition) {
  if (kind === "element") return (ref ?? selector) === undefined ? "ref or selector" : undefined;
  if (kind === "text") return text === undefined ? "text" : undefined;
  if (kind === "url" || kind === "network") return url === undefined ? "url" : undefined;
  if (kind === "title") return title === undefined ? "title" : undefined;
  return kind === "sleep" && ms === undefined ? "ms" : undefined;
}

async function comes(tab: KnownTab, args: Args, context: ToolContext): Promise<Outcome<Came>> {
  const { condition } = args;
  const { signal } = context;
  const leftMs = context.deadlineMs - SPARE_MS - Date.now();
  switch (condition.kind) {
    case "element":
    case "text":
      return inPage(tab.tabId, args, context);
    case "url":
    case "title":
      return orTooLate(await untilTab(tab.tabId, condition, leftMs, signal), signal);
    case "sleep":
      await within(Promise.withResolvers<void>().promise, condition.ms ?? 0, signal);
      return signal.aborted ? STOPPED : succeed({});
    case "network":
    case "networkIdle":
    case "download": {
      const attached = await attach(tab.tabId);
      if (!attached.ok) return attached;
      const session = attached.value;
      using _lease = session.lease();
      using _frames = condition.kind === "download" ? undefined : await hearFrames(session);
      if (condition.kind === "networkIdle") {
        const quiet = await requestsQuiet(tab.tabId, leftMs, signal);
        return orTooLate(quiet ? {} : undefined, signal);
      }
      const came =
        condition.kind === "network"
          ? await untilRequest(session, condition.url ?? "", leftMs, signal)
          : await untilDownload(session, leftMs, signal);
      return orTooLate(came, signal);
    }
  }
}

function orTooLate(came: Came | undefined, signal: AbortSignal): Outcome<Came> {
  if (came) return succeed(came);
  return signal.aborted ? STOPPED : TOO_LATE;
}

export const waitingHandlers = { chrome_wait_for: waitFor };
