import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { attach } from "../../debugger/debugger-session.ts";

const historySchema = z.object({
  currentIndex: z.number(),
  entries: z.array(z.object({ id: z.number() })),
});

/**
 * One page back or forward. Chrome's own back passes over pages on which nobody clicked, which is most pages
 * that a program went to: then the list of pages is asked for the one beside this.
 */
export async function step(
  tabId: number,
  direction: "back" | "forward",
): Promise<Outcome<unknown>> {
  const attached = await attach(tabId);
  if (!attached.ok) {
    const going = direction === "back" ? chrome.tabs.goBack(tabId) : chrome.tabs.goForward(tabId);
    return going.then(
      () => succeed(undefined),
      () => attached,
    );
  }
  const session = attached.value;
  using _lease = session.lease();
  const asked = await session.send("Page.getNavigationHistory", undefined);
  const history = asked.ok ? historySchema.safeParse(asked.value).data : undefined;
  const beside = (history?.currentIndex ?? 0) + (direction === "back" ? -1 : 1);
  const entry = history?.entries[beside];
  if (!entry) return fail("invalid_arguments", `There is no page to go ${direction} to.`);
  return await session.send("Page.navigateToHistoryEntry", { entryId: entry.id });
}
