import { fail, succeed } from "../../../protocol/failure.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { callAllFrames } from "../../page/call-page.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";

const NOTHING = fail("element_not_found", "There is no video or sound on this page.");
const REFUSED = fail("not_actionable", "The page does not let it play. Click its play button.");

const media: Handler<"chrome_media"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  let told = await tell(tabId, args.action, context);
  if (told.ok && told.value.refused && told.value.done === 0) {
    const woken = await actAsPerson(tabId);
    if (!woken.ok) return woken;
    told = await tell(tabId, args.action, context);
  }
  if (!told.ok) return told;
  const { there, done, refused } = told.value;
  if (there === 0) return NOTHING;
  if (done === 0 && refused) return REFUSED;
  return succeed(withOrigin({ tabId, changed: done }, url));
};

async function tell(tabId: number, action: "play" | "pause", { signal }: ToolContext) {
  const frames = await callAllFrames(tabId, "media", { action }, signal);
  if (!frames.ok) return frames;
  const answers = frames.value.map(({ answer }) => answer);
  return succeed({
    there: answers.reduce((sum, { there }) => sum + there, 0),
    done: answers.reduce((sum, { done }) => sum + done, 0),
    refused: answers.some(({ refused }) => refused),
  });
}

/** A page that nobody has clicked in may not begin to sound. What is asked for here, the person wants. */
async function actAsPerson(tabId: number) {
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  using _lease = attached.value.lease();
  return await attached.value.send("Runtime.evaluate", {
    expression: "undefined",
    userGesture: true,
  });
}

export const mediaHandlers = { chrome_media: media };
