import { z } from "zod";

/**
 * What outlives the extension's worker, until the browser closes: which tab each client used last, and how
 * many refs each tab has given.
 */

const KEY = "tabMemory";
const MOST = 300;

const memorySchema = z.object({
  lastTab: z.array(z.tuple([z.string(), z.number()])),
  nextRef: z.array(z.tuple([z.number(), z.number()])),
});

interface Memory {
  lastTab: Map<string, number>;
  nextRef: Map<number, number>;
}

let loading: Promise<Memory> | undefined;

function memory(): Promise<Memory> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Memory> {
  const stored = memorySchema.safeParse((await chrome.storage.session.get(KEY))[KEY]).data;
  return { lastTab: new Map(stored?.lastTab), nextRef: new Map(stored?.nextRef) };
}

function save({ lastTab, nextRef }: Memory): void {
  trim(lastTab);
  trim(nextRef);
  const stored = { lastTab: [...lastTab], nextRef: [...nextRef] };
  // A lost write costs a client its default tab, no more.
  chrome.storage.session.set({ [KEY]: stored }).catch(() => undefined);
}

function trim<K>(map: Map<K, number>): void {
  for (const key of map.keys()) {
    if (map.size <= MOST) return;
    map.delete(key);
  }
}

export async function lastTabOf(clientId: string): Promise<number | undefined> {
  return (await memory()).lastTab.get(clientId);
}

export async function rememberTab(clientId: string, tabId: number): Promise<void> {
  const known = await memory();
  if (known.lastTab.get(clientId) === tabId) return;
  known.lastTab.delete(clientId);
  known.lastTab.set(clientId, tabId);
  save(known);
}

/** Number at which a document that is new in this tab begins its refs. */
export async function nextRefOf(tabId: number): Promise<number> {
  return (await memory()).nextRef.get(tabId) ?? 1;
}

export async function rememberNextRef(tabId: number, next: number): Promise<void> {
  const known = await memory();
  if ((known.nextRef.get(tabId) ?? 1) >= next) return;
  known.nextRef.set(tabId, next);
  save(known);
}
