import type { OffscreenRequest } from "./offscreen/offscreen.ts";

const PAGE = "offscreen.html";

/** Chrome lets an extension have one page without a window at a time: those who use it take turns. */
let turn: Promise<unknown> = Promise.resolve();

/** What the page answers. It is closed afterwards, if it was opened for this and is not to stay. */
export function inOffscreenPage(
  request: OffscreenRequest,
  { stays }: { stays: boolean },
): Promise<unknown> {
  return inTurn(async () => {
    const { offscreen, runtime } = chrome;
    const wasThere = await isThere();
    if (!wasThere) {
      await offscreen.createDocument({
        url: PAGE,
        reasons: [offscreen.Reason.CLIPBOARD, offscreen.Reason.USER_MEDIA],
        justification: "A client uses the clipboard, or the person talks to this browser.",
      });
    }
    try {
      const answer: unknown = await runtime.sendMessage(request);
      return answer;
    } finally {
      if (!wasThere && !stays) await offscreen.closeDocument();
    }
  });
}

/** Closes the page, if that is still wanted once it is this one's turn. */
export function closeOffscreenPage(wanted: () => boolean): Promise<void> {
  return inTurn(async () => {
    if (wanted() && (await isThere())) await chrome.offscreen.closeDocument();
  });
}

async function isThere(): Promise<boolean> {
  const contextTypes = [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT];
  return (await chrome.runtime.getContexts({ contextTypes })).length > 0;
}

function inTurn<T>(use: () => Promise<T>): Promise<T> {
  const answer = turn.then(use);
  turn = answer.catch(() => undefined);
  return answer;
}
