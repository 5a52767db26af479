import { z } from "zod";
import { type Failed, fail } from "../../protocol/failure.ts";

/** What makes the page of a tab stand still: an open dialog, a crash, the debugger being gone. */

const dialogSchema = z.object({
  type: z.string(),
  message: z.string(),
  defaultPrompt: z.string().optional(),
});
export type Dialog = z.infer<typeof dialogSchema>;

/** Why a step in Chrome was not taken. */
export const REFUSED = fail(
  "denied_by_user",
  "The person stopped the control of this tab. Ask them; after a minute it may be tried again.",
);
export const TAKEN = fail(
  "debugger_busy",
  "Chrome took this tab's debugger away in the middle of the call. Read the page and try again.",
);
export const CLOSED = fail(
  "tab_not_found",
  "The tab was closed. get_windows_and_tabs lists those there are.",
);
export const LOST = fail(
  "internal",
  "Chrome did not take a step of this call. Read the page and try again.",
);

/** Why the debugger cannot be had. */
export const BUSY = fail(
  "debugger_busy",
  "Another program debugs this tab. Close it there, or use another tab.",
);
export const UNCONTROLLED = fail(
  "unsupported_page",
  "Chrome does not let this page be controlled. Go elsewhere with chrome_navigate first.",
);

export const PAGE_CRASHED = fail(
  "page_crashed",
  "The page crashed. chrome_navigate with refresh loads it again.",
);

export function dialogAdvice(kind: string): string {
  return `A dialog of the page (${kind}) is open and holds it up. Answer it with chrome_handle_dialog.`;
}

export class Standstill {
  dialog: Dialog | undefined;
  crashed = false;
  readonly #waiting = new Set<(why: Failed) => void>();

  /** Why nothing moves now. */
  get why(): Failed | undefined {
    if (this.crashed) return PAGE_CRASHED;
    return this.dialog && fail("dialog_open", dialogAdvice(this.dialog.type));
  }

  hear(method: string, params: unknown): void {
    switch (method) {
      case "Page.javascriptDialogOpening":
        this.dialog = dialogSchema.safeParse(params).data;
        break;
      case "Page.javascriptDialogClosed":
        this.dialog = undefined;
        return;
      case "Inspector.targetCrashed":
        this.crashed = true;
        this.dialog = undefined;
        break;
      case "Inspector.targetReloadedAfterCrash":
      case "Page.frameNavigated":
        this.crashed = false;
        return;
      default:
        return;
    }
    const { why } = this;
    if (why) this.end(why);
  }

  /** Tells everybody who waits for the page. */
  end(why: Failed): void {
    for (const tell of this.#waiting) tell(why);
  }

  /** Calls `tell` when the page comes to stand still, also when it does already. The returned function stops that. */
  watch(tell: (why: Failed) => void): () => void {
    if (this.why) tell(this.why);
    this.#waiting.add(tell);
    return () => this.#waiting.delete(tell);
  }
}
