import { fail, succeed } from "../../../protocol/failure.ts";
import { gate } from "../../policy/gate.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import { BookmarkFolders } from "./bookmark-folders.ts";
import type { Handler } from "../tool-context.ts";
import { addressOf } from "../tabs/page-address.ts";
import { findTab } from "../tabs/tab-target.ts";

type Node = chrome.bookmarks.BookmarkTreeNode;

const NO_FOLDER = fail(
  "invalid_arguments",
  "There is no such folder of bookmarks. chrome_bookmark_search shows the folders of what is there; chrome_bookmark_add makes one with createFolder.",
);

const search: Handler<"chrome_bookmark_search"> = async ({ query, folderPath, maxResults }) => {
  const permitted = await needPermission("bookmarks");
  if (!permitted.ok) return permitted;
  const folders = await BookmarkFolders.read();
  const within = folderPath === undefined ? undefined : folders.find(folderPath);
  if (folderPath !== undefined && within === undefined) return NO_FOLDER;
  // An empty query finds everything.
  const nodes = await chrome.bookmarks.search(query.trim() === "" ? {} : query);
  const found = nodes.flatMap((node) =>
    within === undefined || folders.isIn(node.parentId, within) ? told(node, folders) : [],
  );
  return succeed({ data: { bookmarks: found.slice(0, maxResults), total: found.length } });
};

const add: Handler<"chrome_bookmark_add"> = async (args, { client, signal }) => {
  const permitted = await needPermission("bookmarks");
  if (!permitted.ok) return permitted;
  const tab = args.url === undefined ? await findTab(args, client) : undefined;
  if (tab && !tab.ok) return tab;
  const url = addressOf(args.url ?? tab?.value.url ?? "");
  if (!url.ok) return url;
  if (gate().stance(url.value) === "deny") {
    const closed = await gate().admit(url.value, signal);
    if (!closed.ok) return closed;
  }
  const folders = await BookmarkFolders.read();
  const { parentId: named, createFolder } = args;
  const parentId =
    named === undefined
      ? folders.bar
      : (folders.find(named) ?? (createFolder ? await folders.make(named) : undefined));
  if (parentId === undefined) return NO_FOLDER;
  const title = args.title ?? (tab?.value.title || url.value);
  const made = await chrome.bookmarks
    .create({ parentId, title, url: url.value })
    .catch(() => undefined);
  const [line] = made ? told(made, await BookmarkFolders.read()) : [];
  return line
    ? succeed({ data: line })
    : fail("invalid_arguments", "Chrome takes no bookmarks into this folder. Name another.");
};

const remove: Handler<"chrome_bookmark_delete"> = async ({ bookmarkId, url, title }) => {
  const permitted = await needPermission("bookmarks");
  if (!permitted.ok) return permitted;
  if (bookmarkId === undefined && url === undefined) {
    return fail("invalid_arguments", "Say which: bookmarkId, or url.");
  }
  const nodes = bookmarkId === undefined ? await byAddress(url ?? "") : await byId(bookmarkId);
  const meant = nodes.filter(
    (node) => !isHidden(node) && (title === undefined || node.title === title),
  );
  if (meant.length === 0) {
    return fail(
      "element_not_found",
      "There is no such bookmark. chrome_bookmark_search finds those there are; folders are not deleted.",
    );
  }
  const folders = await BookmarkFolders.read();
  const deleted = meant.flatMap((node) => told(node, folders));
  await Promise.all(meant.map(({ id }) => chrome.bookmarks.remove(id).catch(() => undefined)));
  return succeed({ data: { deleted } });
};

function byId(bookmarkId: string): Promise<Node[]> {
  return chrome.bookmarks.get(bookmarkId).catch(() => []);
}

/** Exactly this address, also when it was written without what Chrome adds. */
async function byAddress(url: string): Promise<Node[]> {
  const address = addressOf(url);
  const wanted = address.ok ? [url, address.value] : [url];
  const nodes = await chrome.bookmarks.search({});
  return nodes.filter((node) => node.url !== undefined && wanted.includes(node.url));
}

/** It is a folder, or of a site that the person closed. */
function isHidden({ url }: Node): boolean {
  return url === undefined || gate().stance(url) === "deny";
}

function told(node: Node, folders: BookmarkFolders) {
  if (node.url === undefined || isHidden(node)) return [];
  const folder = folders.pathOf(node.parentId);
  return [{ bookmarkId: node.id, title: node.title, url: node.url, folder }];
}

export const bookmarkHandlers = {
  chrome_bookmark_search: search,
  chrome_bookmark_add: add,
  chrome_bookmark_delete: remove,
};
