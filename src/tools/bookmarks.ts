import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedTab, anyBrowser } from "./target.ts";

const bookmarkSchema = z.object({
  bookmarkId: z.string(),
  title: z.string(),
  url: z.string(),
  /** Names of the folders that it is in, from the top, divided by "/". */
  folder: z.string(),
});

const folder = z.string().max(1_000).optional();

const search = defineTool({
  name: "chrome_bookmark_search",
  title: "Search bookmarks",
  description: "Bookmarks by words of their title or address, in one folder or in all.",
  effect: "read",
  listing: "full",
  switch: "bookmarks",
  args: z.object({
    ...anyBrowser,
    query: z.string().max(500).default("").describe("Without it: all there are."),
    maxResults: z.number().int().min(1).max(1_000).default(50),
    folderPath: folder.describe('Such as "Work/Projects", or a folder\'s id.'),
  }),
  result: z.object({ bookmarks: z.array(bookmarkSchema), total: z.number().int() }),
});

const add = defineTool({
  name: "chrome_bookmark_add",
  title: "Add a bookmark",
  description:
    "Bookmark an address, or the page of the tab. In the bookmarks bar unless parentId names a folder.",
  effect: "act",
  openWorld: false,
  listing: "full",
  switch: "bookmarks",
  args: z.object({
    ...actedTab,
    url: z.string().max(8_192).optional(),
    title: z.string().max(1_000).optional(),
    parentId: folder.describe('A folder\'s id, or its path such as "Work/Projects".'),
    createFolder: z.boolean().default(false).describe("Make folders of the path that are missing."),
  }),
  result: bookmarkSchema,
});

const remove = defineTool({
  name: "chrome_bookmark_delete",
  title: "Delete a bookmark",
  description:
    "Delete the bookmark of this id, or those of exactly this address (and title, if given). Never a folder.",
  effect: "act",
  destructive: true,
  openWorld: false,
  listing: "full",
  switch: "bookmarks",
  args: z.object({
    ...anyBrowser,
    bookmarkId: z.string().max(40).optional(),
    url: z.string().max(8_192).optional(),
    title: z.string().max(1_000).optional(),
  }),
  result: z.object({ deleted: z.array(bookmarkSchema) }),
});

export const bookmarkTools = {
  chrome_bookmark_search: search,
  chrome_bookmark_add: add,
  chrome_bookmark_delete: remove,
} as const;
