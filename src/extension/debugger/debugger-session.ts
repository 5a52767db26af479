import type { ProtocolMapping } from "devtools-protocol/types/protocol-mapping.js";
import { z } from "zod";
import { type Failed, type Outcome, succeed } from "../../protocol/failure.ts";
import { inputRefusal } from "./input-guard.ts";
import { Refusals } from "./refusals.ts";
import { RequestsUnderWay } from "./requests-under-way.ts";
import { sizeOfUnseen } from "./unseen-size.ts";
import { BUSY, CLOSED, LOST, REFUSED, Standstill, TAKEN, UNCONTROLLED } from "./standstill.ts";

/**
 * Chrome's debugger on the tabs that need it.
 *
 *   none ── first need ──▶ attached ── nobody used it for IDLE_MS, pause, socket lost ──▶ none
 *                             └── the person pressed Cancel ──▶ refused for a while ──▶ none
 *
 * While attached, the tab believes it has the focus, so that it works in the background, and its dialogs and
 * requests are known. A lease keeps it attached for as long as a call works.
 */

const IDLE_MS = 20_000;

type Commands = ProtocolMapping.Commands;
export type Method = keyof Commands;
export type ParamsOf<M extends Method> = Commands[M]["paramsType"][0];

const childSchema = z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) });
const detachedSchema = z.object({ sessionId: z.string() });
const frameEventSchema = z.union([
  z.object({ frameId: z.string(), disposition: z.literal("currentTab").optional() }),
  z
    .object({ frame: z.object({ id: z.string() }) })
    .transform(({ frame }) => ({ frameId: frame.id })),
]);

export interface DebuggerEvent {
  method: string;
  params: unknown;
  sessionId: string | undefined;
}

const frameTreeSchema = z.object({
  frameTree: z.object({ frame: z.object({ id: z.string(), url: z.string() }) }),
});
const topFrameSchema = z.object({
  frame: z.object({
    id: z.string(),
    parentId: z.undefined().optional(),
    url: z.string(),
    /** Chrome shows its page of an error instead. */
    unreachableUrl: z.string().optional(),
  }),
});

/** The page's own process says these before Chrome's webNavigation hears of anything. */
const DEPARTURES = new Set(["Page.frameRequestedNavigation", "Page.frameStartedNavigating"]);
const ARRIVALS = new Set([
  "Page.frameNavigated",
  "Page.navigatedWithinDocument",
  "Page.frameStoppedLoading",
  "Page.frameDetached",
]);

export class DebuggerSession {
  readonly tabId: number;
  readonly standstill = new Standstill();
  /** Chrome has answered that it is. */
  isAttached = false;
  /** How many documents came into the top frame while this was attached. */
  documents = 0;
  /** Changes with each of them, whoever tells of it first, and with pages of errors. */
  commits = 0;
  /** DevTools' id of the top frame. */
  topFrame: string | undefined;
  /** Where the top frame is, as far as was heard. */
  address = "";
  /** The top frame is on its way to another document. Of frames in other processes no arrival is heard. */
  leaving = false;
  /** Sessions of the frames that live in other processes. */
  readonly children = new Set<string>();
  /** Chrome holds up frames that come in processes of their own until they are told to go on. */
  holdsUpFrames = false;
  /** Ends code of a client that may hold the page up: without the debugger nobody could. */
  endCode: (() => Promise<void>) | undefined;
  readonly #listeners = new Set<(event: DebuggerEvent) => void>();
  readonly #requests = new RequestsUnderWay((requestId) =>
    this.#tell({ method: "Network.loadingFinished", params: { requestId }, sessionId: undefined }),
  );
  #ended: Failed | undefined;
  #leases = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(tabId: number) {
    this.tabId = tabId;
  }

  /** Requests on their way. */
  get requests(): ReadonlyMap<string, unknown> {
    return this.#requests.ids;
  }

  /** Why this is over. */
  get ended(): Failed | undefined {
    return this.#ended;
  }

  /** Sends a command. Parses nothing of the answer: give it to a schema. */
  async send<M extends Method>(
    method: M,
    params: ParamsOf<M>,
    sessionId?: string,
  ): Promise<Outcome<unknown>> {
    // Chrome knows tabs alone: whoever debugs this one by now would get it.
    const refused = this.#ended ?? inputRefusal(this, method, params);
    if (refused) return refused;
    const target = { tabId: this.tabId, ...(sessionId === undefined ? {} : { sessionId }) };
    const sent = chrome.debugger.sendCommand(target, method, { ...params });
    return sent.then(
      (result): Outcome<unknown> => succeed(result),
      (error: unknown) => this.#refusal(String(error)),
    );
  }

  /** Kind of the dialog that is open now. */
  get dialog(): string | undefined {
    return this.standstill.dialog?.type;
  }

  async #refusal(said: string): Promise<Failed> {
    if (refusals.has(this.tabId, Date.now())) return REFUSED;
    if (/no tab with|target closed/i.test(said)) return CLOSED;
    if (/not attached|detached/i.test(said)) {
      // Of a tab that was closed Chrome says so only after it has refused the command.
      const isThere = await chrome.tabs.get(this.tabId).catch(() => undefined);
      const why = isThere ? TAKEN : CLOSED;
      if (this.isAttached && live.get(this.tabId) === this) forget(this.tabId, why);
      return this.#ended ?? why;
    }
    return this.standstill.why ?? LOST;
  }

  /** Whoever waits for something of this page is told that it will not come. */
  end(why: Failed): void {
    this.#ended = why;
    this.standstill.end(why);
    this.receive({ method: "detached", params: {}, sessionId: undefined });
  }

  /** Keeps the tab attached until disposed. */
  lease(): Disposable {
    this.#leases++;
    clearTimeout(this.#idle);
    return {
      [Symbol.dispose]: () => {
        this.#leases--;
        if (this.#leases > 0) return;
        clearTimeout(this.#idle);
        this.#idle = setTimeout(() => void detach(this.tabId, this), IDLE_MS);
      },
    };
  }

  /** The returned function stops listening. */
  listen(listener: (event: DebuggerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  receive(event: DebuggerEvent): void {
    const { method, params } = event;
    if (method === "Page.frameNavigated" && event.sessionId === undefined) {
      this.#noteDocument(params);
    }
    this.standstill.hear(method, params);
    this.#requests.hear(event);
    if (DEPARTURES.has(method)) {
      const frame = frameEventSchema.safeParse(params).data;
      if (frame?.frameId === this.topFrame) this.leaving = true;
    } else if (ARRIVALS.has(method)) {
      const frame = frameEventSchema.safeParse(params).data;
      if (frame?.frameId === this.topFrame) this.leaving = false;
    } else if (method === "Target.attachedToTarget") {
      const child = childSchema.safeParse(params).data;
      if (child?.targetInfo.type === "iframe") this.children.add(child.sessionId);
    } else if (method === "Target.detachedFromTarget") {
      const child = detachedSchema.safeParse(params).data;
      if (child) this.children.delete(child.sessionId);
    }
    this.#tell(event);
  }

  #tell(event: DebuggerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #noteDocument(params: unknown): void {
    const frame = topFrameSchema.safeParse(params).data?.frame;
    if (!frame) return;
    this.commits++;
    this.topFrame = frame.id;
    this.address = frame.url;
    if (frame.unreachableUrl === undefined) this.documents++;
  }
}

const sessions = new Map<number, Promise<Outcome<DebuggerSession>>>();
const live = new Map<number, DebuggerSession>();
const refusals = new Refusals();
let listening = false;

function listenOnce(): void {
  if (listening) return;
  listening = true;
  chrome.debugger.onEvent.addListener(({ tabId, sessionId }, method, params) => {
    if (tabId !== undefined) live.get(tabId)?.receive({ method, params, sessionId });
  });
  chrome.webNavigation.onCommitted.addListener(({ tabId, frameId }) => {
    const session = frameId === 0 ? live.get(tabId) : undefined;
    if (session) session.commits++;
  });
  chrome.debugger.onDetach.addListener(({ tabId }, reason) => {
    if (tabId === undefined) return;
    refusals.note(tabId, reason, Date.now());
    const why =
      reason === "canceled_by_user" ? REFUSED : reason === "target_closed" ? CLOSED : TAKEN;
    forget(tabId, why);
  });
}

function forget(tabId: number, why: Failed): void {
  const session = live.get(tabId);
  live.delete(tabId);
  sessions.delete(tabId);
  session?.end(why);
}

/** The debugger on a tab, attached if need be. */
export function attach(tabId: number): Promise<Outcome<DebuggerSession>> {
  listenOnce();
  const known = sessions.get(tabId);
  if (known) return known;
  const attaching = attachNow(tabId).then((outcome) => {
    if (!outcome.ok && sessions.get(tabId) === attaching) sessions.delete(tabId);
    return outcome;
  });
  sessions.set(tabId, attaching);
  return attaching;
}

async function attachNow(tabId: number): Promise<Outcome<DebuggerSession>> {
  if (refusals.has(tabId, Date.now())) return REFUSED;
  const session = new DebuggerSession(tabId);
  live.set(tabId, session);
  const problem = await chrome.debugger.attach({ tabId }, "1.3").then(
    () => undefined,
    (error: unknown) => String(error),
  );
  session.isAttached = true;
  // A worker that was killed left its debugger behind: then the commands below work all the same.
  const [focus, page, tree, metrics] = await Promise.all([
    session.send("Emulation.setFocusEmulationEnabled", { enabled: true }),
    session.send("Page.enable", {}),
    session.send("Page.getFrameTree", undefined),
    session.send("Page.getLayoutMetrics", undefined),
    session.send("Inspector.enable", undefined),
    session.send("Network.enable", { maxTotalBufferSize: 0, maxResourceBufferSize: 0 }),
  ]);
  // Let go meanwhile: the tab may have another one by now.
  if (session.ended) return session.ended;
  const top = tree.ok ? frameTreeSchema.safeParse(tree.value).data?.frameTree.frame : undefined;
  session.topFrame = top?.id;
  session.address = top?.url ?? "";
  if (focus.ok && page.ok) {
    const size = await sizeOfUnseen(tabId, metrics);
    if (size) await session.send("Emulation.setDeviceMetricsOverride", size);
    return succeed(session);
  }
  live.delete(tabId);
  if (problem === undefined || /no tab|closed/i.test(problem)) return CLOSED;
  return /already attached/i.test(problem) ? BUSY : UNCONTROLLED;
}

/** The debugger of a tab where it is attached already. */
export function attachedTo(tabId: number): DebuggerSession | undefined {
  return live.get(tabId);
}

export function openDialogIn(tabId: number): string | undefined {
  return live.get(tabId)?.dialog;
}

async function detach(tabId: number, session = live.get(tabId)): Promise<void> {
  if (session?.endCode) await session.endCode();
  if (live.get(tabId) !== session) return;
  forget(tabId, TAKEN);
  await chrome.debugger.detach({ tabId }).catch(() => undefined);
}

export async function detachAll(): Promise<void> {
  await Promise.all([...live.keys()].map((tabId) => detach(tabId)));
}
