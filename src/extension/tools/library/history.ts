import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { gate } from "../../policy/gate.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import type { Handler } from "../tool-context.ts";
import { pointInTime } from "./point-in-time.ts";

const DAY_MS = 24 * 3_600_000;

/** What open tabs, closed sites and Chrome's own pages take away is asked for on top. */
const SPARE_RESULTS = 200;

const searchHistory: Handler<"chrome_history"> = async (args) => {
  const permitted = await needPermission("history");
  if (!permitted.ok) return permitted;
  const nowMs = Date.now();
  const to = momentOf(args.endTime, "endTime", nowMs) ?? succeed(nowMs);
  if (!to.ok) return to;
  const from = momentOf(args.startTime, "startTime", nowMs) ?? succeed(to.value - DAY_MS);
  if (!from.ok) return from;
  if (from.value > to.value) {
    return fail("invalid_arguments", "startTime is later than endTime.");
  }
  const { text, maxResults, excludeCurrentTabs } = args;
  const [found, tabs] = await Promise.all([
    chrome.history.search({
      text,
      startTime: from.value,
      endTime: to.value,
      maxResults: maxResults + SPARE_RESULTS,
    }),
    excludeCurrentTabs ? chrome.tabs.query({}) : [],
  ]);
  const open = new Set(tabs.map(({ url }) => url));
  const items = found.flatMap(({ url, title, lastVisitTime, visitCount }) =>
    url === undefined || open.has(url) || gate().stance(url) === "deny"
      ? []
      : [
          {
            url,
            title: title ?? "",
            lastVisit: new Date(lastVisitTime ?? 0).toISOString(),
            visits: visitCount ?? 0,
          },
        ],
  );
  const note = "There are more. Narrow the time, or raise maxResults.";
  return succeed({
    data: {
      from: new Date(from.value).toISOString(),
      to: new Date(to.value).toISOString(),
      items: items.slice(0, maxResults),
      ...(items.length > maxResults && { note }),
    },
  });
};

function momentOf(
  text: string | undefined,
  name: string,
  nowMs: number,
): Outcome<number> | undefined {
  if (text === undefined) return undefined;
  const moment = pointInTime(text, nowMs);
  if (moment !== undefined && Math.abs(moment) <= 8.64e15) return succeed(moment);
  return fail(
    "invalid_arguments",
    `${name} is no time. It looks like 2026-03-31T12:00, "today", "yesterday" or "3 days ago".`,
  );
}

export const historyHandlers = { chrome_history: searchHistory };
