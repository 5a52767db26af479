import { type Outcome, fail } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { press } from "../../debugger/mouse.ts";
import { callPage } from "../../page/call-page.ts";
import { withFrameRefs } from "../reading/frame-refs.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import type { ToolContext } from "../tool-context.ts";
import { type Aim, aimAt } from "./aim.ts";

/** How long the list may take to come, and to hold the option. */
const PATIENCE_MS = 2_000;

/** Chooses in a list that is no `<select>`: opens it as a person would, and presses the option. */
export async function choose(
  label: string,
  { target, point, element }: Aim,
  session: DebuggerSession,
  context: ToolContext,
): Promise<Outcome<unknown>> {
  const { tabId } = target;
  if (!element.expanded) {
    const opened = await press(session, { ...point, button: "left", clicks: 1, modifiers: [] });
    if (!opened.ok) return opened;
  }
  const request = { label, firstRef: await nextRefOf(tabId), patienceMs: PATIENCE_MS };
  const shown = await callPage(target, "openOption", request, context.signal);
  if (!shown.ok) return shown;
  const { frameId, answer } = shown.value;
  const { ref, nextRef, others } = answer;
  await rememberNextRef(tabId, nextRef);
  if (ref === undefined) {
    return fail(
      "invalid_arguments",
      others === 0
        ? "It opened no list of options. chrome_read_page shows what it did; click what is meant."
        : `There is no such option among the ${others} in its list, which is open. chrome_read_page names them.`,
    );
  }
  const named = { ref: withFrameRefs(`e${ref}`, frameId), selectorType: "css" } as const;
  const option = await aimAt(tabId, named, "press", context);
  if (!option.ok) return option;
  return press(session, { ...option.value.point, button: "left", clicks: 1, modifiers: [] });
}
