import { fail, succeed } from "../../../protocol/failure.ts";
import type { ClipboardRequest } from "../../offscreen/offscreen.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import type { Handler } from "../tool-context.ts";

const PAGE = "offscreen.html";

/** Chrome lets an extension have one such page at a time: calls take turns. */
let turn: Promise<unknown> = Promise.resolve();

const clipboard: Handler<"chrome_clipboard"> = async ({ action, text }) => {
  if (action === "write" && text === undefined) {
    return fail("invalid_arguments", "text is missing: what to write.");
  }
  const permitted = await needPermission(action === "read" ? "clipboardRead" : "clipboardWrite");
  if (!permitted.ok) return permitted;
  const request: ClipboardRequest =
    text !== undefined && action === "write" ? { clipboard: "write", text } : { clipboard: "read" };
  const answer = turn.then(() => ask(request));
  turn = answer.catch(() => undefined);
  const found = await answer;
  return typeof found === "string"
    ? succeed({ data: { text: found } })
    : fail("not_actionable", "Chrome does not let the extension at the clipboard just now.");
};

async function ask(request: ClipboardRequest): Promise<unknown> {
  const { offscreen, runtime } = chrome;
  const contextTypes = [runtime.ContextType.OFFSCREEN_DOCUMENT];
  const isThere = (await runtime.getContexts({ contextTypes })).length > 0;
  if (!isThere) {
    await offscreen.createDocument({
      url: PAGE,
      reasons: [offscreen.Reason.CLIPBOARD],
      justification: "A client reads or writes the clipboard.",
    });
  }
  const answer: unknown = await runtime.sendMessage(request);
  if (!isThere) await offscreen.closeDocument();
  return answer;
}

export const clipboardHandlers = { chrome_clipboard: clipboard };
