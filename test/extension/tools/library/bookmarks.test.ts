import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start({ permissions: ["bookmarks"] });
});
afterAll(() => browser[Symbol.asyncDispose]());

const add = (args: object) => browser.call("chrome_bookmark_add", args);
const search = (args: object) => browser.call("chrome_bookmark_search", args);

test("the page of the tab is bookmarked, found and deleted", async () => {
  const { url } = await browser.open("reading");
  const added = await add({});
  expect(added).toMatchObject({ title: "Reading", url, folder: expect.stringMatching(/^[^/]+$/) });

  expect(await search({ query: "reading" })).toEqual({ bookmarks: [added], total: 1 });
  const { bookmarkId } = added;
  expect(await browser.call("chrome_bookmark_delete", { bookmarkId })).toEqual({
    deleted: [added],
  });
  expect(await search({ query: "reading" })).toEqual({ bookmarks: [], total: 0 });
});

test("folders are named by path or id, whatever the case, and made when that is asked for", async () => {
  const page = (name: string) => ({ url: `https://a.example/${name}`, title: name });
  expect(
    await browser.refusal("chrome_bookmark_add", { ...page("lost"), parentId: "Work/Nowhere" }),
  ).toMatchObject({ code: "invalid_arguments" });

  const first = await add({ ...page("first"), parentId: "Work/Projects", createFolder: true });
  const second = await add({ ...page("second"), parentId: "work/PROJECTS" });
  expect(first.folder).toEndWith("/Work/Projects");
  expect(second.folder).toBe(first.folder);
  await add({ ...page("elsewhere"), parentId: "Work" });

  const titlesIn = async (folderPath: string) =>
    (await search({ query: "a.example", folderPath })).bookmarks.map(({ title }) => title);
  expect((await titlesIn("Work/Projects")).toSorted()).toEqual(["first", "second"]);
  expect((await titlesIn("Work")).toSorted()).toEqual(["elsewhere", "first", "second"]);
  expect((await search({ folderPath: first.folder, maxResults: 1 })).total).toBe(2);
  expect(await browser.refusal("chrome_bookmark_search", { folderPath: "Nowhere" })).toMatchObject({
    code: "invalid_arguments",
  });
});

test("an address deletes exactly its own bookmarks, a title those of it alone, and a folder is never deleted", async () => {
  const url = "https://b.example/";
  await add({ url: "b.example", title: "One" });
  await add({ url, title: "Two", parentId: "Work", createFolder: true });
  await add({ url: `${url}more`, title: "Three" });
  const remove = async (args: object) =>
    (await browser.call("chrome_bookmark_delete", args)).deleted.map(({ title }) => title);
  expect(await remove({ url: "b.example", title: "Two" })).toEqual(["Two"]);
  expect(await remove({ url })).toEqual(["One"]);
  expect(await remove({ url: `${url}more` })).toEqual(["Three"]);

  for (const args of [{ url }, { bookmarkId: "1" }, { bookmarkId: "999999" }]) {
    expect(await browser.refusal("chrome_bookmark_delete", args)).toMatchObject({
      code: "element_not_found",
    });
  }
  expect(await browser.refusal("chrome_bookmark_delete", {})).toMatchObject({
    code: "invalid_arguments",
  });
});

test("an address that is a script is not bookmarked", async () => {
  expect(
    await browser.refusal("chrome_bookmark_add", { url: "javascript:alert(1)" }),
  ).toMatchObject({ code: "blocked_by_policy" });
});

test("bookmarks of a site that the person denied are neither told nor deleted, and none is made there", async () => {
  const person = await browser.person();
  await browser.open("reading");
  const hidden = await add({ title: "Kept to myself" });
  await add({ url: `${browser.pages.otherOrigin}/reading`, title: "Kept in sight" });
  const titles = async (query: string) =>
    (await search({ query })).bookmarks.map(({ title }) => title);
  expect((await titles("kept")).toSorted()).toEqual(["Kept in sight", "Kept to myself"]);
  await person.do({ do: "set_site", site: "127.0.0.1", stance: "deny" });

  expect(await titles("kept")).toEqual(["Kept in sight"]);
  expect((await search({ query: "myself" })).total).toBe(0);
  const { bookmarkId } = hidden;
  expect(await browser.refusal("chrome_bookmark_delete", { bookmarkId })).toMatchObject({
    code: "element_not_found",
  });
  expect(await browser.refusal("chrome_bookmark_add")).toMatchObject({ code: "blocked_by_policy" });
  await person.do({ do: "set_site", site: "127.0.0.1" });
  expect(await titles("myself")).toEqual(["Kept to myself"]);
});
