import { fail, succeed } from "../../../protocol/failure.ts";
import { inOffscreenPage } from "../../offscreen-page.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import type { Handler } from "../tool-context.ts";

const clipboard: Handler<"chrome_clipboard"> = async ({ action, text }) => {
  if (action === "write" && text === undefined) {
    return fail("invalid_arguments", "text is missing: what to write.");
  }
  const permitted = await needPermission(action === "read" ? "clipboardRead" : "clipboardWrite");
  if (!permitted.ok) return permitted;
  const found = await inOffscreenPage(
    text !== undefined && action === "write" ? { clipboard: "write", text } : { clipboard: "read" },
    { stays: false },
  );
  return typeof found === "string"
    ? succeed({ data: { text: found } })
    : fail("not_actionable", "Chrome does not let the extension at the clipboard just now.");
};

export const clipboardHandlers = { chrome_clipboard: clipboard };
