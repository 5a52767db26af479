import { fail, succeed } from "../../../protocol/failure.ts";
import { attachedTo } from "../../debugger/debugger-session.ts";
import { type Step, act, dialogText } from "./aftermath.ts";
import type { Handler } from "../tool-context.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";

const NO_DIALOG = fail(
  "not_actionable",
  "No dialog of the page is open, or it opened before this tab was driven and the person has to answer it.",
);

const handleDialog: Handler<"chrome_handle_dialog"> = async (args, context) => {
  const found = await findPage(args, context, { atDialog: true });
  if (!found.ok) return found;
  const { tabId, url, title } = found.value;
  const dialog = attachedTo(tabId)?.standstill.dialog;
  if (!dialog) return NO_DIALOG;
  if (args.action === "read") {
    return succeed(withOrigin({ tabId, url, title, effect: dialogText(dialog) }, url));
  }
  const accept = args.action === "accept";
  const { promptText = dialog.defaultPrompt ?? "" } = args;
  return act(
    { ...args, tabId },
    context,
    async ({ session }) =>
      succeed<Step>({
        run: () =>
          session.send("Page.handleJavaScriptDialog", {
            accept,
            ...(dialog.type === "prompt" ? { promptText } : {}),
          }),
        outcome: async () => `The dialog was ${accept ? "accepted" : "dismissed"}.`,
      }),
    { atDialog: true },
  );
};

export const dialogHandlers = { chrome_handle_dialog: handleDialog };
