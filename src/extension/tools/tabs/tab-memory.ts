import { z } from "zod";

/**
 * What outlives the extension's worker, until the browser closes: which tab each client used last, how many
 * refs each tab has given, and whose the tab groups are that the extension made.
 */

const KEY = "tabMemory";
const MOST = 300;

const groupOwnerSchema = z.object({ clientId: z.string(), name: z.string() });
export type GroupOwner = z.infer<typeof groupOwnerSchema>;

const memorySchema = z.object({
  lastTab: z.array(z.tuple([z.string(), z.number()])),
  nextRef: z.array(z.tuple([z.number(), z.number()])),
  groups: z.array(z.tuple([z.number(), groupOwnerSchema])).default([]),
});

interface Memory {
  lastTab: Map<string, number>;
  nextRef: Map<number, number>;
  groups: Map<number, GroupOwner>;
}

let loading: Promise<Memory> | undefined;

function memory(): Promise<Memory> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Memory> {
  chrome.tabs.onRemoved.addListener((tabId) => void forgetTab(tabId));
  const stored = memorySchema.safeParse((await chrome.storage.session.get(KEY))[KEY]).data;
  return {
    lastTab: new Map(stored?.lastTab),
    nextRef: new Map(stored?.nextRef),
    groups: new Map(stored?.groups),
  };
}

function save({ lastTab, nextRef, groups }: Memory): void {
  trim(lastTab);
  trim(nextRef);
  trim(groups);
  const stored = { lastTab: [...lastTab], nextRef: [...nextRef], groups: [...groups] };
  // A lost write costs a client its default tab, no more.
  chrome.storage.session.set({ [KEY]: stored }).catch(() => undefined);
}

/** No other tab gets its number until the browser closes. */
async function forgetTab(tabId: number): Promise<void> {
  const known = await memory();
  if (known.nextRef.delete(tabId)) save(known);
}

/** What was used longest ago goes first. */
function trim<K>(map: Map<K, unknown>): void {
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
  known.nextRef.delete(tabId);
  known.nextRef.set(tabId, next);
  save(known);
}

/** Whose each group is that the extension made. */
export async function groupOwners(): Promise<ReadonlyMap<number, GroupOwner>> {
  return (await memory()).groups;
}

export async function rememberGroup(groupId: number, owner: GroupOwner): Promise<void> {
  const known = await memory();
  known.groups.set(groupId, owner);
  save(known);
}
