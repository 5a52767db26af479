import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";
import { domainsOf, eachProcess } from "./held-domains.ts";

/**
 * Finds the main world of a frame by the number that extensions know it by. The debugger has other names
 * for frames, so a token is left in our own isolated world of that frame and looked for in all of them.
 */

const worldSchema = z.object({
  context: z.object({
    id: z.number(),
    uniqueId: z.string(),
    origin: z.string(),
    auxData: z.object({ frameId: z.string(), isDefault: z.boolean() }),
  }),
});
const foundSchema = z.object({ result: z.object({ value: z.literal(true) }) });

/** A place where scripts of one frame run: the page's own, or that of an extension. */
export interface World {
  sessionId: string | undefined;
  contextId: number;
  /** Of the page, or of the extension that the world belongs to. */
  origin: string;
  uniqueContextId: string;
  frameId: string;
  isMain: boolean;
}

export async function worldOfFrame(
  session: DebuggerSession,
  frameId: number,
): Promise<Outcome<{ sessionId?: string; uniqueContextId: string }>> {
  const worlds = await worldsIn(session, { tabId: session.tabId, frameIds: [frameId] });
  if (!worlds.ok) return worlds;
  const { sessionId, uniqueContextId } = worlds.value.main;
  return succeed({ uniqueContextId, ...(sessionId === undefined ? {} : { sessionId }) });
}

/** Our own world and the page's, in one frame. */
export async function worldsIn(
  session: DebuggerSession,
  frame: chrome.scripting.InjectionTarget,
): Promise<Outcome<{ own: World; main: World }>> {
  const token = crypto.randomUUID();
  if (!(await leaveToken(frame, token))) {
    return fail(
      "element_not_found",
      "The tab has no such frame. In the refs of chrome_read_page, f5e1 is in frame 5.",
    );
  }
  const worlds = await allWorlds(session);
  const expression = `globalThis.chromeMcpToken === "${token}"`;
  for (const own of worlds) {
    const { isMain, sessionId, uniqueContextId, frameId: name } = own;
    if (isMain) continue;
    const params = { expression, uniqueContextId, returnByValue: true };
    const asked = await session.send("Runtime.evaluate", params, sessionId);
    if (!asked.ok || !foundSchema.safeParse(asked.value).success) continue;
    const main = worlds.find((world) => world.isMain && world.frameId === name);
    if (main) return succeed({ own, main });
  }
  return fail("navigated", "The frame went elsewhere meanwhile. Read the page again.");
}

async function leaveToken(
  target: chrome.scripting.InjectionTarget,
  token: string,
): Promise<boolean> {
  const left = await chrome.scripting
    .executeScript({
      target,
      func: (value: string) => {
        globalThis.chromeMcpToken = value;
      },
      args: [token],
      injectImmediately: true,
    })
    .catch(() => []);
  return left.length > 0;
}

/** The worlds of every frame, those in other processes included. Chrome tells them before it answers `enable`. */
export async function allWorlds(session: DebuggerSession): Promise<World[]> {
  const worlds: World[] = [];
  const stopListening = session.listen(({ method, params, sessionId }) => {
    if (method !== "Runtime.executionContextCreated") return;
    const world = worldSchema.safeParse(params).data?.context;
    if (!world) return;
    const { frameId, isDefault } = world.auxData;
    worlds.push({
      sessionId,
      contextId: world.id,
      origin: world.origin,
      uniqueContextId: world.uniqueId,
      frameId,
      isMain: isDefault,
    });
  });
  await eachProcess(session, (process) => domainsOf(session).retell("Runtime", process));
  stopListening();
  return worlds;
}

declare global {
  var chromeMcpToken: string | undefined;
}
