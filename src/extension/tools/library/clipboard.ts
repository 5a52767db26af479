import { fail, succeed } from "../../../protocol/failure.ts";
import { inOffscreenPage } from "../../offscreen-page.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import { cursorAt, partOf } from "../reading/page.ts";
import type { Handler } from "../tool-context.ts";
import { STOPPED } from "../until-aborted.ts";

/** There is one clipboard: who comes first writes first, however long Chrome thinks about the permission. */
let last: Promise<unknown> = Promise.resolve();

const clipboard: Handler<"chrome_clipboard"> = (args, context) => {
  const turn = last.then(() => use(args, context));
  last = turn.catch(() => undefined);
  return turn;
};

const use: Handler<"chrome_clipboard"> = async ({ action, cursor, maxChars, text }, { signal }) => {
  const start = cursorAt(cursor);
  if (start === undefined) return fail("invalid_arguments", "cursor must be as an answer gave it.");
  if (action === "write" && text === undefined) {
    return fail("invalid_arguments", "text is missing: what to write.");
  }
  const permitted = await needPermission(action === "read" ? "clipboardRead" : "clipboardWrite");
  if (!permitted.ok) return permitted;
  // It may have waited for long.
  if (signal.aborted) return STOPPED;
  const found = await inOffscreenPage(
    text !== undefined && action === "write" ? { clipboard: "write", text } : { clipboard: "read" },
    { stays: false },
  );
  if (typeof found !== "string") {
    return fail("not_actionable", "Chrome does not let the extension at the clipboard just now.");
  }
  const { content, truncated, ...rest } = partOf(found, start, maxChars);
  return succeed({ data: { text: content, ...(truncated && { truncated }), ...rest } });
};

export const clipboardHandlers = { chrome_clipboard: clipboard };
