import type { DebuggerSession } from "../../debugger/debugger-session.ts";

/**
 * Listens to what happens to the pages of a tab from the moment it is made.
 *
 *   started ──▶ committed ──▶ ready ──▶ complete
 *      └──▶ failed (a net error)
 *
 * A move inside one document (a fragment, history.pushState) only sets `moved`.
 */
export class NavigationWatch implements Disposable {
  /** Undefined while the tab is not known yet: then every tab's events are kept. */
  #tabId: number | undefined;
  readonly #early: (() => void)[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #stopListening: (() => void) | undefined;

  started = false;
  committed = false;
  ready = false;
  complete = false;
  /** Where the latest navigation goes. */
  url: string | undefined;
  /** Name of Chrome's error, such as net::ERR_CONNECTION_REFUSED. */
  failed: string | undefined;
  moved = false;
  gone = false;
  /** How many events of the tab came. */
  heard = 0;
  /** Frames, other than the top one, that began to load. */
  readonly frames = new Set<number>();
  /** How many frames, other than the top one, came to something to read or to an end. */
  framesReady = 0;
  /** Tabs that this one opened. */
  readonly opened = new Set<number>();

  /** `session`: the debugger of the tab, which hears of a new page earlier. */
  constructor(tabId: number | undefined, session?: DebuggerSession) {
    this.#tabId = tabId;
    watches.add(this);
    listenOnce();
    let known = session?.documents;
    this.#stopListening = session?.listen(() => {
      if (session.documents === known) return;
      known = session.documents;
      this.heard++;
      Object.assign(this, { started: true, committed: true });
      this.nudge();
    });
  }

  /** The tab, once it is known. */
  adopt(tabId: number): void {
    this.#tabId = tabId;
    for (const replay of this.#early.splice(0)) replay();
  }

  hear(tabId: number, change: (watch: this) => void): void {
    if (this.#tabId === undefined) {
      this.#early.push(() => this.hear(tabId, change));
    } else if (this.#tabId === tabId) {
      this.heard++;
      change(this);
      this.nudge();
    }
  }

  /** Settles when `holds`; false when the time is over or the signal aborted first. */
  until(holds: () => boolean, ms: number, signal: AbortSignal): Promise<boolean> {
    if (holds()) return Promise.resolve(true);
    if (signal.aborted || ms <= 0) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const check = () => {
      if (holds()) resolve(true);
    };
    const end = () => resolve(false);
    const timer = setTimeout(end, ms);
    this.#waiting.add(check);
    signal.addEventListener("abort", end, { once: true });
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(check);
      signal.removeEventListener("abort", end);
    });
  }

  /** Something else that `until` depends on may have changed. */
  nudge(): void {
    for (const check of this.#waiting) check();
  }

  [Symbol.dispose](): void {
    watches.delete(this);
    this.#stopListening?.();
  }
}

const watches = new Set<NavigationWatch>();
let listening = false;

const ABORTED = "net::ERR_ABORTED";

/** The page that another one takes the place of is aborted, too: then the tab goes on loading. */
async function topFrameFailed(tabId: number, url: string, error: string): Promise<void> {
  const tab = error === ABORTED ? await chrome.tabs.get(tabId).catch(() => undefined) : undefined;
  if (tab?.status === "loading") return;
  tell(tabId, (watch) => {
    if (watch.url === url && !watch.committed) watch.failed = error;
  });
}

function tell(tabId: number, change: (watch: NavigationWatch) => void): void {
  for (const watch of watches) watch.hear(tabId, change);
}

function listenOnce(): void {
  if (listening) return;
  listening = true;
  const { webNavigation, tabs } = chrome;
  webNavigation.onBeforeNavigate.addListener(({ tabId, frameId, url }) =>
    tell(tabId, (watch) => {
      if (frameId !== 0) watch.frames.add(frameId);
      else {
        const begun = { started: true, committed: false, ready: false, complete: false };
        Object.assign(watch, { url, ...begun });
      }
    }),
  );
  webNavigation.onCommitted.addListener(({ tabId, frameId, url }) => {
    if (frameId === 0)
      tell(tabId, (watch) => Object.assign(watch, { started: true, committed: true, url }));
  });
  // Before the new page is committed, these speak of the one that it takes the place of.
  webNavigation.onDOMContentLoaded.addListener(({ tabId, frameId }) => {
    if (frameId === 0) tell(tabId, (watch) => Object.assign(watch, { ready: watch.committed }));
    else tell(tabId, (watch) => watch.framesReady++);
  });
  webNavigation.onCompleted.addListener(({ tabId, frameId }) => {
    if (frameId === 0) tell(tabId, (watch) => Object.assign(watch, { complete: watch.committed }));
    else tell(tabId, (watch) => watch.frames.delete(frameId));
  });
  webNavigation.onErrorOccurred.addListener(({ tabId, frameId, error, url }) => {
    if (frameId === 0) return void topFrameFailed(tabId, url, error);
    tell(tabId, (watch) => {
      watch.frames.delete(frameId);
      watch.framesReady++;
    });
  });
  const moved = ({ tabId, frameId }: { tabId: number; frameId: number }) => {
    if (frameId === 0) tell(tabId, (watch) => Object.assign(watch, { moved: true }));
  };
  webNavigation.onHistoryStateUpdated.addListener(moved);
  webNavigation.onReferenceFragmentUpdated.addListener(moved);
  webNavigation.onCreatedNavigationTarget.addListener(({ sourceTabId, tabId }) =>
    tell(sourceTabId, (watch) => watch.opened.add(tabId)),
  );
  tabs.onRemoved.addListener((tabId) =>
    tell(tabId, (watch) => Object.assign(watch, { gone: true })),
  );
}
