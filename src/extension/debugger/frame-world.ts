import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession, ParamsOf } from "./debugger-session.ts";
import { domainsOf, eachProcess } from "./held-domains.ts";

/**
 * Finds the worlds in which scripts of a page run. Each belongs to one document: what is sent there runs in no other
 * that comes meanwhile. The debugger has other names for frames than extensions, so a token is left in our own
 * isolated world of a frame and looked for in all of them.
 */

const worldSchema = z.object({
  context: z.object({
    id: z.number(),
    uniqueId: z.string(),
    origin: z.string(),
    name: z.string(),
    auxData: z.object({ frameId: z.string(), isDefault: z.boolean() }),
  }),
});
const madeSchema = z.object({ executionContextId: z.number() });
const foundSchema = z.object({ result: z.object({ value: z.literal(true) }) });

/** A place where scripts of one frame run: the page's own, or that of an extension. */
export interface World {
  sessionId: string | undefined;
  contextId: number;
  /** Of the page, or of the extension that the world belongs to. */
  origin: string;
  uniqueContextId: string;
  name: string;
  frameId: string;
  isMain: boolean;
}

const WENT_AWAY = fail("navigated", "The page went elsewhere meanwhile. Read it and try again.");

/** The page's own world in the top frame, of the document of so many commits. */
const topWorlds = new WeakMap<DebuggerSession, { commits: number; world: World }>();

/** The page's own world in the top frame. */
export async function topWorld(session: DebuggerSession): Promise<Outcome<World>> {
  const { commits } = session;
  const known = topWorlds.get(session);
  if (known?.commits === commits) return succeed(known.world);
  const worlds = await worldsOfTab(session);
  const world = worlds.findLast(({ isMain, frameId }) => isMain && frameId === session.topFrame);
  if (!world) return WENT_AWAY;
  // Of a page that came meanwhile nobody knows whether this is its world.
  if (session.commits === commits) topWorlds.set(session, { commits, world });
  return succeed(world);
}

/** A world of our own in the top frame, beside the page's. It is made where it is not there yet. */
export async function ownTopWorld(
  session: DebuggerSession,
  worldName: string,
): Promise<Outcome<World>> {
  const made = await session.send("Page.createIsolatedWorld", {
    frameId: session.topFrame ?? "",
    worldName,
  });
  const id = made.ok ? madeSchema.safeParse(made.value).data?.executionContextId : undefined;
  // Another page may have a world of the same number.
  const world = (await worldsOfTab(session)).findLast(
    ({ contextId, name }) => contextId === id && name === worldName,
  );
  return world ? succeed(world) : WENT_AWAY;
}

/** Evaluates in a world, unless its document is gone. */
export async function evaluateIn(
  session: DebuggerSession,
  { uniqueContextId, sessionId }: World,
  params: Omit<ParamsOf<"Runtime.evaluate">, "uniqueContextId" | "contextId">,
): Promise<Outcome<unknown>> {
  const evaluate = { ...params, uniqueContextId };
  const answer = await session.send("Runtime.evaluate", evaluate, sessionId);
  if (!answer.ok) topWorlds.delete(session);
  return answer;
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

/** The worlds of every frame, those in other processes included. */
export function allWorlds(session: DebuggerSession): Promise<World[]> {
  return worldsTold(session, () =>
    eachProcess(session, (process) => domainsOf(session).retell("Runtime", process)),
  );
}

/** The worlds of the top frame, and of those that live in its process. */
function worldsOfTab(session: DebuggerSession): Promise<World[]> {
  return worldsTold(session, () => domainsOf(session).retell("Runtime"));
}

/** Chrome tells them before it answers `enable`. */
async function worldsTold(
  session: DebuggerSession,
  tell: () => Promise<unknown>,
): Promise<World[]> {
  const worlds: World[] = [];
  const stopListening = session.listen(({ method, params, sessionId }) => {
    if (method !== "Runtime.executionContextCreated") return;
    const world = worldSchema.safeParse(params).data?.context;
    if (!world) return;
    const { id: contextId, uniqueId: uniqueContextId, origin, name, auxData } = world;
    const { frameId, isDefault: isMain } = auxData;
    worlds.push({ sessionId, contextId, origin, uniqueContextId, name, frameId, isMain });
  });
  await tell();
  stopListening();
  return worlds;
}

declare global {
  var chromeMcpToken: string | undefined;
}
