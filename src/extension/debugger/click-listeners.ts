import { z } from "zod";
import { type Outcome, succeed } from "../../protocol/failure.ts";
import { answering } from "../page/answering.ts";
import { type DebuggerSession, attach, attachedTo } from "./debugger-session.ts";
import { openTarget } from "../policy/frames.ts";
import { type World, allWorlds } from "./frame-world.ts";

/**
 * Finds the elements on which a page listens for the mouse. Only the debugger knows them without leaving
 * anything in the page: it lists the listeners of a whole document at once, shadow roots included. Our own
 * world in the frame keeps the elements for the outline.
 */

const objectSchema = z.object({ result: z.object({ objectId: z.string() }) });
const resolvedSchema = z.object({ object: z.object({ objectId: z.string() }) });
const listenersSchema = z.object({
  listeners: z.array(z.object({ type: z.string(), backendNodeId: z.number().optional() })),
});

const MOUSE =
  /^(?:click|dblclick|mousedown|mouseup|pointerdown|pointerup|touchstart|dragstart|contextmenu)$/;

/** What shows something to who only points at it. */
const HOVER = /^(?:mouse|pointer)(?:enter|over)$/;

/** Kept apart: what is hovered over may be pressed later. */
const HOVERING = "hovering";

/** Each costs a question of its own. What is over comes with the next outline. */
const MOST_AT_ONCE = 400;

/** Runs in our own world of the frame, so it can use nothing from here. */
const KEEP = `function (hovering, ...elements) {
  const set = hovering ? "chromeMcpHovering" : "chromeMcpListening";
  globalThis[set] ??= new WeakSet();
  for (const element of elements) if (element instanceof Element) globalThis[set].add(element);
}`;

/** Nodes that were looked at already, for each world of each time that a tab was attached. */
const seen = new WeakMap<DebuggerSession, Map<string, Set<number>>>();

/** The documents that were looked at last, while a tab stays attached. */
const lookedAt = new WeakMap<DebuggerSession, ReadonlySet<string>>();

export interface Noted {
  /** Elements that were not known before. */
  fresh: number;
  /** Documents that were looked at when their own scripts had run. */
  documents: ReadonlySet<string>;
}

export function noteClickListeners(tabId: number, signal: AbortSignal): Promise<Outcome<Noted>> {
  return answering(tabId, note(tabId, signal).then(succeed), signal);
}

/** Whether most listeners of what is in the tab now are known already. */
export async function areListenersKnown(tabId: number): Promise<boolean> {
  const session = attachedTo(tabId);
  const documents = session && lookedAt.get(session);
  if (!documents) return false;
  const top = await chrome.webNavigation.getFrame({ tabId, frameId: 0 });
  return top !== null && documents.has(top.documentId);
}

/** Where the debugger may not be used, the outline does without. Frames that the person closed are not entered. */
async function note(tabId: number, signal: AbortSignal): Promise<Noted> {
  const open = await openTarget({ tabId, allFrames: true }, false, signal);
  if (!open.ok) return { fresh: 0, documents: new Set() };
  // Our world is there from the first script on.
  const func = () => document.readyState;
  const enter = chrome.scripting
    .executeScript({ target: open.value, func, injectImmediately: true })
    .catch(() => []);
  const [attached, entered] = await Promise.all([attach(tabId), enter]);
  const parsed = entered.filter(({ result }) => result !== "loading");
  const documents = new Set(parsed.map(({ documentId }) => documentId));
  if (!attached.ok) return { fresh: 0, documents };
  const session = attached.value;
  using _lease = session.lease();
  const origin = `chrome-extension://${chrome.runtime.id}`;
  const worlds = await allWorlds(session);
  const frames = worlds.flatMap((own) => {
    const main = worlds.find((world) => world.isMain && world.frameId === own.frameId);
    return own.origin === origin && main ? [{ own, main }] : [];
  });
  forgetOthers(session, frames);
  const fresh = await Promise.all(frames.map((frame) => noteIn(session, frame)));
  lookedAt.set(session, documents);
  return { fresh: fresh.reduce((sum, count) => sum + count, 0), documents };
}

/** Of pages that are gone. */
function forgetOthers(session: DebuggerSession, frames: readonly { own: World }[]): void {
  const there = new Set(
    frames.flatMap(({ own: { uniqueContextId: id } }) => [id, `${id} ${HOVERING}`]),
  );
  const known = seen.get(session);
  for (const id of known?.keys() ?? []) if (!there.has(id)) known?.delete(id);
}

/** The listeners are asked for by the page's own document: by that of another world Chromium crashes the page. */
async function noteIn(
  session: DebuggerSession,
  { own, main }: { own: World; main: World },
): Promise<number> {
  const { sessionId, contextId, uniqueContextId } = own;
  // In no group: of a document in one, Chrome describes the function of each listener as well, which takes most of the time.
  const evaluate = { expression: "document", uniqueContextId: main.uniqueContextId };
  const found = await session.send("Runtime.evaluate", evaluate, sessionId);
  const document = found.ok ? objectSchema.safeParse(found.value).data : undefined;
  if (!document) return 0;
  const { objectId } = document.result;
  const asked = { objectId, depth: -1, pierce: true };
  const [answer] = await Promise.all([
    session.send("DOMDebugger.getEventListeners", asked, sessionId),
    session.send("Runtime.releaseObject", { objectId }, sessionId),
  ]);
  const listed = answer.ok ? listenersSchema.safeParse(answer.value).data : undefined;
  const listeners = listed?.listeners ?? [];
  // Of its own: what one frame lets go of must not take away what another holds.
  const objectGroup = `listeners ${uniqueContextId}`;
  const kinds = [
    { hovering: false, known: knownIn(session, uniqueContextId) },
    { hovering: true, known: knownIn(session, `${uniqueContextId} ${HOVERING}`) },
  ];
  const counts = await Promise.all(
    kinds.map(async ({ hovering, known }) => {
      const fresh = freshNodes(known, listeners, hovering ? HOVER : MOUSE);
      const objects = await Promise.all(
        fresh.map(async (backendNodeId) => {
          const node = { backendNodeId, executionContextId: contextId, objectGroup };
          const resolved = await session.send("DOM.resolveNode", node, sessionId);
          return resolved.ok ? resolvedSchema.safeParse(resolved.value).data?.object : undefined;
        }),
      );
      const elements = objects.flatMap((object) => (object ? [{ objectId: object.objectId }] : []));
      if (elements.length === 0) return 0;
      const keep = {
        functionDeclaration: KEEP,
        executionContextId: contextId,
        arguments: [{ value: hovering }, ...elements],
      };
      const kept = await session.send("Runtime.callFunctionOn", keep, sessionId);
      if (!kept.ok) return 0;
      for (const node of fresh) known.add(node);
      return elements.length;
    }),
  );
  await session.send("Runtime.releaseObjectGroup", { objectGroup }, sessionId);
  return counts.reduce((sum, count) => sum + count, 0);
}

function knownIn(session: DebuggerSession, world: string): Set<number> {
  const worlds = seen.get(session) ?? new Map<string, Set<number>>();
  seen.set(session, worlds);
  const known = worlds.get(world) ?? new Set<number>();
  worlds.set(world, known);
  return known;
}

/** Nodes of listeners for the mouse that were not looked at yet. */
function freshNodes(
  known: ReadonlySet<number>,
  listeners: z.infer<typeof listenersSchema>["listeners"],
  wanted: RegExp,
): number[] {
  const fresh = new Set<number>();
  for (const { type, backendNodeId } of listeners) {
    if (backendNodeId === undefined || known.has(backendNodeId) || !wanted.test(type)) continue;
    if (fresh.size >= MOST_AT_ONCE) break;
    fresh.add(backendNodeId);
  }
  return [...fresh];
}
