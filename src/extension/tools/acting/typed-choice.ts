import { type Outcome, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { press } from "../../debugger/mouse.ts";
import { callPage } from "../../page/call-page.ts";
import type { PageAnswer } from "../../page/page-calls.ts";
import { withFrameRefs } from "../reading/frame-refs.ts";
import { nextRefOf, rememberNextRef } from "../tabs/tab-memory.ts";
import type { ToolContext } from "../tool-context.ts";
import { type Aim, aimAt } from "./aim.ts";

/** How long a list may take to answer to what was typed. */
const PATIENCE_MS = 1_000;

/** Kept from the call's time for telling what became of it. */
const SPARE_MS = 500;

/** A list that is drawn anew while its option is aimed at is asked once more. */
const MOST_TRIES = 2;

export interface TypedChoice {
  chosen: boolean;
  /** Empty when no list opened. */
  said: string;
}

const NOTHING: TypedChoice = { chosen: false, said: "" };

/** Chooses what was typed in the list that its field then offers, where it has an option of these words. */
export async function chooseTyped(
  label: string,
  { target, element }: Aim,
  session: DebuggerSession,
  context: ToolContext,
): Promise<Outcome<TypedChoice>> {
  const { tabId } = target;
  let last = NOTHING;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const request = {
      element: { by: "ref", ref: element.ref } as const,
      label,
      firstRef: await nextRefOf(tabId),
      patienceMs: Math.max(0, Math.min(PATIENCE_MS, context.deadlineMs - Date.now() - SPARE_MS)),
    };
    const shown = await callPage(target, "offeredOptions", request, context.signal);
    // What was typed led elsewhere.
    if (!shown.ok) return succeed(NOTHING);
    const { frameId, answer } = shown.value;
    await rememberNextRef(tabId, answer.nextRef);
    last = { chosen: false, said: offer(answer, frameId) };
    if (answer.equal === undefined) break;
    const named = { ref: withFrameRefs(`e${answer.equal}`, frameId), selectorType: "css" } as const;
    const option = await aimAt(tabId, named, "press", context);
    if (!option.ok) continue;
    const pressed = await press(session, {
      ...option.value.point,
      button: "left",
      clicks: 1,
      modifiers: [],
    });
    const words = JSON.stringify(answer.offered[0]?.words);
    return pressed.ok ? succeed({ chosen: true, said: `Chose ${words} in its list.` }) : pressed;
  }
  return succeed(last);
}

function offer({ offered, others }: PageAnswer<"offeredOptions">, frameId: number): string {
  if (offered.length === 0) return "";
  const named = offered.map(({ ref, words }) => `${JSON.stringify(words)} [ref=e${ref}]`);
  const more = others > 0 ? ` and ${others} more` : "";
  return `Typed, nothing chosen. Its list offers ${withFrameRefs(named.join(", "), frameId)}${more}.`;
}
