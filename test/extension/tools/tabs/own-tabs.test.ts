import { afterAll, beforeAll, expect, test } from "bun:test";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

async function tabOf(tabId: number) {
  const { windows } = await browser.call("get_windows_and_tabs");
  const tab = windows.flatMap(({ tabs }) => tabs).find((one) => one.tabId === tabId);
  if (!tab) throw new Error(`no tab ${tabId}`);
  return tab;
}

test("a client's tabs are in a group of its own, and nothing of it comes to the front", async () => {
  expect(await browser.call("chrome_tabs_context", {}, "ann")).toMatchObject({
    group: "ann",
    tabs: [],
  });
  const url = browser.pages.page("reading");
  const first = await browser.call("chrome_tabs_create", { url }, "ann");
  expect(first).toMatchObject({ url, title: "Reading", active: false, group: "ann" });
  const second = await browser.call("chrome_navigate", { url, newTab: true }, "ann");
  const others = await browser.call("chrome_tabs_create", { url }, "bob");

  const { tabs } = await browser.call("chrome_tabs_context", { createIfEmpty: true }, "ann");
  expect(tabs.map(({ tabId }) => tabId)).toEqual([first.tabId, second.tabId]);
  expect(await tabOf(others.tabId)).toMatchObject({ group: "bob", active: false });
  expect(await browser.call("chrome_read_page", {}, "ann")).toMatchObject({
    tabId: second.tabId,
  });
});

test("several tabs opened at once by one client come into one group", async () => {
  const opening = [1, 2, 3].map(() => browser.call("chrome_tabs_create", {}, "eve"));
  const opened = await Promise.all(opening);
  const { tabs } = await browser.call("chrome_tabs_context", {}, "eve");
  expect(tabs).toHaveLength(opened.length);
});

test("an empty group gets a tab when that is asked for", async () => {
  const { tabs } = await browser.call("chrome_tabs_context", { createIfEmpty: true }, "new");
  expect(tabs).toEqual([expect.objectContaining({ url: "about:blank", active: false })]);
});

test("a tab of one's own comes to the front only when that is asked for", async () => {
  const url = browser.pages.page("reading");
  const created = await browser.call("chrome_tabs_create", { url, background: false }, "fay");
  expect(created.active).toBe(true);
  const blank = await browser.call("chrome_tabs_create", { background: false }, "fay");
  expect(await tabOf(created.tabId)).toMatchObject({ active: false });
  expect(blank.active).toBe(true);
  await browser.open("clicks", { tabId: created.tabId }, "fay");
  await browser.call("chrome_go_back_or_forward", { background: false }, "fay");
  expect(await tabOf(created.tabId)).toMatchObject({ active: true, title: "Reading" });
  const window = await browser.open("clicks", { newWindow: true }, "hal");
  for (const to of [{}, { url }]) {
    const { windowId } = window;
    const there = await browser.call("chrome_tabs_create", { ...to, windowId }, "hal");
    expect(there).toMatchObject({ windowId, active: false });
    expect(await browser.refusal("chrome_tabs_create", { ...to, windowId: 1 })).toMatchObject({
      code: "tab_not_found",
    });
  }
  const other = { createIfEmpty: true, background: false };
  const { tabs } = await browser.call("chrome_tabs_context", other, "gus");
  expect(tabs).toEqual([expect.objectContaining({ active: true })]);
});

test("a tab that is adopted joins the group and is the one that is worked in", async () => {
  const url = browser.pages.page("clicks");
  const { tabId } = await browser.call("chrome_navigate", { url, newTab: true }, "person");
  const { tabs } = await browser.call("chrome_tabs_adopt", { tabIds: [tabId] }, "max");
  expect(tabs.map((tab) => tab.tabId)).toEqual([tabId]);
  expect(await browser.call("chrome_read_page", {}, "max")).toMatchObject({ tabId });
  expect(await browser.refusal("chrome_tabs_adopt", { tabIds: [1] }, "max")).toMatchObject({
    code: "tab_not_found",
  });
});

test("without the permission the groups have no name, and the answer says so", async () => {
  const { note } = await browser.call("chrome_tabs_context", {}, "ann");
  expect(note).toContain("ann");
  const refusal = await browser.refusal("chrome_tab_group", { action: "list" }, "ann");
  expect(refusal).toMatchObject({ code: "permission_needed" });
});

test("with the permission they are called after their clients, and can be changed", async () => {
  await using permitted = await DrivenBrowser.start({ permissions: ["tabGroups"] });
  const tab = await permitted.call("chrome_tabs_create", {}, "ann");
  expect(tab.note).toBeUndefined();
  const { groups } = await permitted.call("chrome_tab_group", { action: "list" });
  expect(groups).toEqual([expect.objectContaining({ title: "ann", tabIds: [tab.tabId] })]);
  const [group] = groups;

  const more = await permitted.call("chrome_tabs_create", {}, "bob");
  const added = await permitted.call("chrome_tab_group", {
    action: "add",
    tabIds: [more.tabId],
    groupId: group?.groupId,
    title: "Both",
    color: "green",
  });
  expect(added.groups).toContainEqual(
    expect.objectContaining({ title: "Both", color: "green", tabIds: [tab.tabId, more.tabId] }),
  );
  const { windows } = await permitted.call("get_windows_and_tabs");
  const names = windows.flatMap(({ tabs }) => tabs).map((one) => one.group);
  expect(names.filter((name) => name === "Both")).toHaveLength(2);
  const left = await permitted.call("chrome_tab_group", { action: "remove", tabIds: [tab.tabId] });
  expect(left.groups).toEqual([expect.objectContaining({ tabIds: [more.tabId] })]);
});
