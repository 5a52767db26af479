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
const countSchema = z.object({ result: z.object({ value: z.number() }) });
const listenersSchema = z.object({
  listeners: z.array(z.object({ type: z.string(), backendNodeId: z.number().optional() })),
});

const MOUSE =
  /^(?:click|dblclick|mousedown|mouseup|pointerdown|pointerup|touchstart|dragstart|contextmenu)$/;

/** What shows something to who only points at it. */
const HOVER = /^(?:mouse|pointer)(?:enter|over)$/;

/** Kept apart: what is hovered over may be pressed later. */
const HOVERING = "hovering";

/** Each costs a question of its own. What is over is asked for when the outline is out. */
const MOST_AT_ONCE = 400;

/** So few that others who need the debugger meanwhile do not feel it. */
const IN_PASSING = 50;

/** Have a line of their own in every outline, whether a page listens on them or not. */
const SPEAKING =
  "a[href]:not([role]),button:not([role]),input:not([role],[type=hidden]),select:not([role]),textarea:not([role]),summary:not([role])";

/**
 * Runs in our own world of the frame, so it can use nothing from here. Answers how many of the elements
 * an outline shows in another way now.
 */
const KEEP = `function (hovering, ...elements) {
  const set = hovering ? "chromeMcpHovering" : "chromeMcpListening";
  globalThis[set] ??= new WeakSet();
  const isAsBefore = (element) =>
    hovering ? !element.matches("img,[role]") : element instanceof HTMLElement && element.matches("${SPEAKING}");
  let news = 0;
  for (const node of elements) {
    const element = node instanceof Document ? node.documentElement : node;
    if (!(element instanceof Element) || globalThis[set].has(element)) continue;
    globalThis[set].add(element);
    if (!isAsBefore(element)) news++;
  }
  return news;
}`;

/** Nodes that were looked at already, for each world of each time that a tab was attached. */
const seen = new WeakMap<DebuggerSession, Map<string, Set<number>>>();

/** The worlds of one frame. */
interface Frame {
  own: World;
  main: World;
}

/** The documents that were looked at last, and their worlds, while a tab stays attached. */
const lookedAt = new WeakMap<
  DebuggerSession,
  { documents: ReadonlySet<string>; frames: readonly Frame[] }
>();

/** Nodes that a page listens on and that are not looked at yet. */
interface Unknown {
  world: World;
  hovering: boolean;
  nodes: readonly number[];
}

export interface Noted {
  /** Elements that were not known before and that an outline shows in another way now. */
  fresh: number;
  /** Documents that were looked at when their own scripts had run. */
  documents: ReadonlySet<string>;
  /** Looks at those that were too many for one outline, while others go on. */
  lookOn(): Promise<void>;
}

export interface Noting {
  /**
   * Whether most listeners are known already. True as soon as the page was asked for the others: it answers that
   * before whatever it is asked next, and the answer is on its way while the page is read.
   */
  isAhead: Promise<boolean>;
  noted: Promise<Outcome<Noted>>;
}

/** Those that came since the documents of a tab were looked at; where they were not, it is left to the next outline. */
export async function noteNewListeners(tabId: number, signal: AbortSignal): Promise<void> {
  await answering(tabId, note(tabId, signal, () => undefined, true).then(succeed), signal);
}

export function noteClickListeners(tabId: number, signal: AbortSignal): Noting {
  const { promise: isAhead, resolve: tellAhead } = Promise.withResolvers<boolean>();
  const noting = note(tabId, signal, () => tellAhead(true), false).then(succeed);
  const noted = answering(tabId, noting, signal).finally(() => tellAhead(false));
  return { isAhead, noted };
}

/** Where the debugger may not be used, the outline does without. Frames that the person closed are not entered. */
async function note(
  tabId: number,
  signal: AbortSignal,
  tellAhead: () => void,
  onlyNew: boolean,
): Promise<Noted> {
  const open = await openTarget({ tabId, allFrames: true }, false, signal);
  if (!open.ok) return nothing(new Set());
  // Our world is there from the first script on.
  const func = () => document.readyState;
  const enter = chrome.scripting
    .executeScript({ target: open.value, func, injectImmediately: true })
    .catch(() => []);
  const before = attachedTo(tabId);
  const known = before && lookedAt.get(before);
  const knownDocuments = known && documentsIn(before, known.frames);
  const [attached, entered] = await Promise.all([attach(tabId), enter]);
  const parsed = entered.filter(({ result }) => result !== "loading");
  const documents = new Set(parsed.map(({ documentId }) => documentId));
  if (!attached.ok) return nothing(documents);
  const session = attached.value;
  using _lease = session.lease();
  const there = entered.map(({ documentId }) => documentId);
  const isKnown =
    session === before && known && there.every((documentId) => known.documents.has(documentId));
  if (onlyNew && !isKnown) return nothing(documents);
  const frames = isKnown ? known.frames : await framesIn(session);
  forgetOthers(session, frames);
  const objectIds = await ((isKnown && knownDocuments) || documentsIn(session, frames));
  const listing = frames.map(({ own }, nth) => listIn(session, own, objectIds[nth]));
  if (isKnown) tellAhead();
  const unknown = (await Promise.all(listing)).flat();
  const fresh = await Promise.all(
    unknown.map((part) => look(session, part, part.nodes.slice(0, MOST_AT_ONCE))),
  );
  // One whose worlds are not there yet is looked for again.
  if (frames.length === there.length) {
    lookedAt.set(session, { documents: new Set(there), frames });
  }
  return {
    fresh: fresh.reduce((sum, count) => sum + count, 0),
    documents,
    lookOn: () => lookOn(session, unknown),
  };
}

function nothing(documents: ReadonlySet<string>): Noted {
  return { fresh: 0, documents, lookOn: () => Promise.resolve() };
}

async function lookOn(session: DebuggerSession, unknown: readonly Unknown[]): Promise<void> {
  using _lease = session.lease();
  for (const part of unknown) {
    for (let at = MOST_AT_ONCE; at < part.nodes.length; at += IN_PASSING) {
      await look(session, part, part.nodes.slice(at, at + IN_PASSING));
    }
  }
}

async function framesIn(session: DebuggerSession): Promise<Frame[]> {
  const origin = `chrome-extension://${chrome.runtime.id}`;
  const worlds = await allWorlds(session);
  return worlds.flatMap((own) => {
    const main = worlds.find((world) => world.isMain && world.frameId === own.frameId);
    return own.origin === origin && main ? [{ own, main }] : [];
  });
}

/** Of pages that are gone. */
function forgetOthers(session: DebuggerSession, frames: readonly Frame[]): void {
  const there = new Set(
    frames.flatMap(({ own: { uniqueContextId: id } }) => [id, `${id} ${HOVERING}`]),
  );
  const known = seen.get(session);
  for (const id of known?.keys() ?? []) if (!there.has(id)) known?.delete(id);
}

/** The listeners are asked for by the page's own document: by that of another world Chromium crashes the page. */
function documentsIn(
  session: DebuggerSession,
  frames: readonly Frame[],
): Promise<(string | undefined)[]> {
  const ask = async ({ main: { uniqueContextId, sessionId } }: Frame) => {
    // In no group: of a document in one, Chrome describes the function of each listener as well, which takes most of the time.
    const evaluate = { expression: "document", uniqueContextId };
    const found = await session.send("Runtime.evaluate", evaluate, sessionId);
    return found.ok ? objectSchema.safeParse(found.value).data?.result.objectId : undefined;
  };
  return Promise.all(frames.map(ask));
}

/** Those in a document. */
async function listIn(
  session: DebuggerSession,
  own: World,
  objectId: string | undefined,
): Promise<Unknown[]> {
  if (objectId === undefined) return [];
  const { sessionId } = own;
  const asked = { objectId, depth: -1, pierce: true };
  const [answer] = await Promise.all([
    session.send("DOMDebugger.getEventListeners", asked, sessionId),
    session.send("Runtime.releaseObject", { objectId }, sessionId),
  ]);
  const listed = answer.ok ? listenersSchema.safeParse(answer.value).data : undefined;
  const listeners = listed?.listeners ?? [];
  return [false, true].map((hovering) => {
    const known = knownIn(session, own, hovering);
    return { world: own, hovering, nodes: nodesOf(listeners, hovering ? HOVER : MOUSE, known) };
  });
}

/** Keeps the elements of nodes for the outline. Answers how many it will show in another way. */
async function look(
  session: DebuggerSession,
  { world, hovering }: Unknown,
  nodes: readonly number[],
): Promise<number> {
  const known = knownIn(session, world, hovering);
  const fresh = nodes.filter((node) => !known.has(node));
  if (fresh.length === 0) return 0;
  // At once, so that whoever comes meanwhile does not do the same.
  for (const node of fresh) known.add(node);
  const { sessionId, contextId } = world;
  // Of its own: what one lets go of must not take away what another holds.
  const objectGroup = `listeners ${crypto.randomUUID()}`;
  const objects = await Promise.all(
    fresh.map(async (backendNodeId) => {
      const node = { backendNodeId, executionContextId: contextId, objectGroup };
      const resolved = await session.send("DOM.resolveNode", node, sessionId);
      return resolved.ok ? resolvedSchema.safeParse(resolved.value).data?.object : undefined;
    }),
  );
  const elements = objects.flatMap((object) => (object ? [{ objectId: object.objectId }] : []));
  const keep = {
    functionDeclaration: KEEP,
    executionContextId: contextId,
    arguments: [{ value: hovering }, ...elements],
    returnByValue: true,
  };
  const [kept] = await Promise.all([
    session.send("Runtime.callFunctionOn", keep, sessionId),
    session.send("Runtime.releaseObjectGroup", { objectGroup }, sessionId),
  ]);
  const count = kept.ok ? countSchema.safeParse(kept.value).data : undefined;
  if (!count) for (const node of fresh) known.delete(node);
  return count?.result.value ?? 0;
}

function knownIn(session: DebuggerSession, world: World, hovering: boolean): Set<number> {
  const worlds = seen.get(session) ?? new Map<string, Set<number>>();
  seen.set(session, worlds);
  const { uniqueContextId } = world;
  const name = hovering ? `${uniqueContextId} ${HOVERING}` : uniqueContextId;
  const known = worlds.get(name) ?? new Set<number>();
  worlds.set(name, known);
  return known;
}

/** Nodes of listeners of these kinds that were not looked at yet. */
function nodesOf(
  listeners: z.infer<typeof listenersSchema>["listeners"],
  wanted: RegExp,
  known: ReadonlySet<number>,
): number[] {
  const nodes = new Set<number>();
  for (const { type, backendNodeId } of listeners) {
    if (backendNodeId !== undefined && wanted.test(type) && !known.has(backendNodeId)) {
      nodes.add(backendNodeId);
    }
  }
  return [...nodes];
}
