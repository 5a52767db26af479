const keeps = new Set<{ clear(): void; drop(tabId: number): void }>();
let listening = false;

/**
 * What tools keep of tabs from one call to another. It is let go when the tab closes, and all of it when the
 * person pauses or the socket is lost.
 */
export class TabKeep<T extends Disposable> {
  readonly #kept = new Map<number, T>();

  constructor() {
    keeps.add(this);
  }

  get(tabId: number): T | undefined {
    return this.#kept.get(tabId);
  }

  /** Keeps this instead of what was kept before. */
  put(tabId: number, thing: T): void {
    listenOnce();
    this.drop(tabId);
    this.#kept.set(tabId, thing);
  }

  drop(tabId: number): void {
    this.#kept.get(tabId)?.[Symbol.dispose]();
    this.#kept.delete(tabId);
  }

  clear(): void {
    for (const tabId of this.#kept.keys()) this.drop(tabId);
  }
}

function listenOnce(): void {
  if (listening) return;
  listening = true;
  chrome.tabs.onRemoved.addListener((tabId) => {
    for (const keep of keeps) keep.drop(tabId);
  });
}

export function letGoOfTabs(): void {
  for (const keep of keeps) keep.clear();
}
