import type { Caller } from "../../../protocol/call-tool.ts";
import { groupOwners, rememberGroup } from "./tab-memory.ts";

/**
 * A tab group for each client, one in every window where it has tabs. Chrome groups tabs for any extension
 * that may see them; to name a group it wants the permission `tabGroups`, without which groups have no name.
 */

const MAY_NAME: chrome.permissions.Permissions = { permissions: ["tabGroups"] };

/** One after the other, so that two calls of a client do not make two groups. */
let last: Promise<unknown> = Promise.resolve();

/** Puts tabs into the client's own group. Pinned tabs stay where the person pinned them. */
export function joinOwnGroup(client: Caller, tabs: readonly chrome.tabs.Tab[]): Promise<void> {
  const joined = last.then(() => join(client, tabs));
  last = joined.catch(() => undefined);
  return joined;
}

async function join(client: Caller, tabs: readonly chrome.tabs.Tab[]): Promise<void> {
  for (const [windowId, inWindow] of Map.groupBy(tabs, (tab) => tab.windowId)) {
    const own = (await ownTabs(client)).find((tab) => tab.windowId === windowId)?.groupId;
    const [first, ...others] = inWindow.flatMap(({ id, pinned }) =>
      id === undefined || pinned ? [] : [id],
    );
    if (first === undefined) continue;
    const into = own === undefined ? { createProperties: { windowId } } : { groupId: own };
    // Windows that have no tab strip have no groups.
    const groupId = await chrome.tabs
      .group({ tabIds: [first, ...others], ...into })
      .catch(() => undefined);
    if (groupId === undefined || groupId === own) continue;
    await rememberGroup(groupId, { clientId: client.id, name: client.name });
  }
  await nameGroups();
}

/** Names the groups that were made before it was allowed, too. */
async function nameGroups(): Promise<void> {
  if (!(await chrome.permissions.contains(MAY_NAME))) return;
  const owners = await groupOwners();
  for (const { id, title } of await chrome.tabGroups.query({})) {
    const owner = owners.get(id);
    if (owner && !title) await chrome.tabGroups.update(id, { title: owner.name });
  }
}

/** The tabs in the client's groups. */
export async function ownTabs({ id }: Caller): Promise<chrome.tabs.Tab[]> {
  const owners = await groupOwners();
  const tabs = await chrome.tabs.query({});
  return tabs.filter(({ groupId }) => owners.get(groupId)?.clientId === id);
}

/** What to call each group, as far as that is known. */
export async function groupNames(): Promise<ReadonlyMap<number, string>> {
  const names = new Map([...(await groupOwners())].map(([id, { name }]) => [id, name]));
  if (!(await chrome.permissions.contains(MAY_NAME))) return names;
  for (const { id, title } of await chrome.tabGroups.query({})) if (title) names.set(id, title);
  return names;
}
