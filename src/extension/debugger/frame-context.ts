import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";

/**
 * Finds the main world of a frame by the number that Chrome's extensions know it by. The debugger has
 * other names for frames, so a token is left in our own isolated world of that frame and looked for in all
 * of them.
 */

const contextSchema = z.object({
  context: z.object({
    uniqueId: z.string(),
    auxData: z.object({ frameId: z.string(), isDefault: z.boolean() }),
  }),
});

interface Context {
  sessionId: string | undefined;
  uniqueId: string;
  frameId: string;
  isDefault: boolean;
}

export interface FrameContext {
  sessionId?: string;
  uniqueContextId: string;
}

export async function contextOfFrame(
  session: DebuggerSession,
  frameId: number,
  signal: AbortSignal,
): Promise<Outcome<FrameContext>> {
  const { tabId } = session;
  const token = crypto.randomUUID();
  const marked = await chrome.scripting
    .executeScript({
      target: { tabId, frameIds: [frameId] },
      func: (mark: string) => {
        globalThis.chromeMcpMark = mark;
        return true;
      },
      args: [token],
      injectImmediately: true,
    })
    .catch(() => []);
  if (marked.length === 0) {
    return fail(
      "element_not_found",
      "The tab has no such frame. chrome_read_page shows its frames by their refs.",
    );
  }
  const auto = { autoAttach: true, flatten: true, waitForDebuggerOnStart: false };
  const attached = await session.send("Target.setAutoAttach", auto);
  if (!attached.ok) return attached;
  const contexts = await allContexts(session);
  for (const world of contexts) {
    if (world.isDefault || signal.aborted) continue;
    const expression = `globalThis.chromeMcpMark === "${token}"`;
    const params = { expression, uniqueContextId: world.uniqueId, returnByValue: true };
    const answer = await session.send("Runtime.evaluate", params, world.sessionId);
    const isIt = answer.ok && isTrue.safeParse(answer.value).success;
    const main = isIt
      ? contexts.find(({ isDefault, frameId: id }) => isDefault && id === world.frameId)
      : undefined;
    if (main) {
      const { sessionId, uniqueId: uniqueContextId } = main;
      return succeed({ uniqueContextId, ...(sessionId === undefined ? {} : { sessionId }) });
    }
  }
  return fail("navigated", "The frame went elsewhere while the call ran. Read the page again.");
}

const isTrue = z.object({ result: z.object({ value: z.literal(true) }) });

/** Chrome tells each session's contexts before it answers `Runtime.enable`. */
async function allContexts(session: DebuggerSession): Promise<Context[]> {
  const contexts: Context[] = [];
  const unlisten = session.listen(({ method, params, sessionId }) => {
    if (method !== "Runtime.executionContextCreated") return;
    const parsed = contextSchema.safeParse(params).data?.context;
    if (parsed) contexts.push({ sessionId, uniqueId: parsed.uniqueId, ...parsed.auxData });
  });
  for (const sessionId of [undefined, ...session.children]) {
    await session.send("Runtime.enable", undefined, sessionId);
    await session.send("Runtime.disable", undefined, sessionId);
    // A frame of another site may hold frames of yet others.
    if (sessionId !== undefined) {
      const auto = { autoAttach: true, flatten: true, waitForDebuggerOnStart: false };
      await session.send("Target.setAutoAttach", auto, sessionId);
    }
  }
  unlisten();
  return contexts;
}

declare global {
  var chromeMcpMark: string | undefined;
}
