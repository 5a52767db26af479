import { expect, test } from "bun:test";
import { controlsOf, PageScene } from "../../../src/voice/agent/page-scene.ts";

test("controls are numbered in the order of the page, and a select says what it offers", () => {
  const outline = `form "Order"
  textbox "Email" [ref=e1] value="ann@example.com" required
  combobox "Delivery" [ref=e2] value="Standard" options="Standard | Express delivery" required
  button "Pay" [ref=e3] · link "Back" [ref=f2e4] /cart`;
  expect(controlsOf(outline)).toEqual([
    { ref: "e1", role: "textbox", name: "Email", number: 1, value: "ann@example.com" },
    {
      ref: "e2",
      role: "combobox",
      name: "Delivery",
      number: 2,
      options: ["Standard", "Express delivery"],
      value: "Standard",
    },
    { ref: "e3", role: "button", name: "Pay", number: 3 },
    { ref: "f2e4", role: "link", name: "Back", number: 4 },
  ]);
});

test("what a field holds is known, but not what is masked or cut; and what is checked", () => {
  const outline = `textbox "Password" [ref=e1] value="••••"
textbox "Notes" [ref=e2] value="Once upon…"
textbox "Title" [ref=e3] value="A \\"fine\\" day"
checkbox "Gift" [ref=e4] unchecked · checkbox "News" [ref=e5] required checked focused
combobox "Country" [ref=e6] options="Chad | Chile" +90 more focused`;
  expect(controlsOf(outline)).toMatchObject([
    { untold: true },
    { untold: true },
    { value: 'A "fine" day' },
    { checked: false },
    { checked: true, focused: true },
    { options: ["Chad", "Chile"], focused: true },
  ]);
  expect(controlsOf(outline).filter(({ focused }) => focused)).toHaveLength(2);
});

test("a number that is shown means the same until another page has none of them", async () => {
  let outline = 'button "One" [ref=e1]\nbutton "Two" [ref=e2]';
  const page = { tabId: 1, url: "http://a.test/", title: "A", truncated: false };
  const scene = new PageScene(async (tool) => ({
    ok: true,
    data: tool === "chrome_read_page" ? { ...page, outline } : { windows: [] },
  }));
  const numbers = async () => {
    scene.changed();
    await scene.refresh();
    return scene.now().controls.map(({ ref, number }) => `${ref}=${number}`);
  };
  await numbers();
  scene.numbersShown = true;

  outline = 'button "New" [ref=e3]\nbutton "Two" [ref=e2]';
  expect(await numbers()).toEqual(["e3=3", "e2=2"]);
  expect(scene.numbersShown).toBe(true);

  outline = 'button "Elsewhere" [ref=e9]';
  expect(await numbers()).toEqual(["e9=1"]);
  expect(scene.numbersShown).toBe(false);
});

function tabOf(args: unknown): unknown {
  return Object.fromEntries(Object.entries(args ?? {}))["tabId"];
}

/** A page and its tabs, as the browser would show them; each look at the page waits for `shown`. */
function browser() {
  const tab = (tabId: number, active: boolean) => ({
    tabId,
    title: `Tab ${tabId}`,
    url: "http://a.test/",
    active,
  });
  const page = { tabId: 1, url: "http://a.test/", title: "A", truncated: false };
  /** The tabs that were read, look by look. */
  const looks: unknown[] = [];
  const shows = {
    looks,
    outline: 'button "One" [ref=e1]',
    active: 1,
    shown: Promise.resolve(),
    onLook: (): void => undefined,
    focused: true,
    nowMs: 0,
  };
  const scene = new PageScene(
    async (tool, args) => {
      if (tool === "chrome_list_browsers") return { ok: true, data: { browsers: [] } };
      if (tool === "chrome_read_page") {
        looks.push(tabOf(args));
        shows.onLook();
        await shows.shown;
        return { ok: true, data: { ...page, outline: shows.outline } };
      }
      const tabs = [tab(1, shows.active === 1), tab(2, shows.active === 2)].map((one) => ({
        ...one,
        index: 0,
        status: "complete",
      }));
      return { ok: true, data: { windows: [{ windowId: 1, focused: shows.focused, tabs }] } };
    },
    () => shows.nowMs,
  );
  return { scene, shows };
}

test("a page that changes of itself is looked at again after a second, and not before", async () => {
  const { scene, shows } = browser();
  await scene.refresh();
  shows.outline = 'button "Two" [ref=e2]';
  await scene.refresh();
  expect(scene.now().controls).toMatchObject([{ name: "One" }]);
  shows.nowMs += 1_000;
  await scene.refresh();
  expect(scene.now().controls).toMatchObject([{ name: "Two" }]);
  expect(shows.looks).toHaveLength(2);
});

test("what is as it was stays the same, so that ears need not prepare for it again", async () => {
  const { scene, shows } = browser();
  await scene.refresh();
  const { controls, tabs, browsers } = scene.now();
  shows.nowMs += 1_000;
  await scene.refresh();
  expect(shows.looks).toHaveLength(2);
  const after = scene.now();
  expect([after.controls === controls, after.tabs === tabs, after.browsers === browsers]).toEqual([
    true,
    true,
    true,
  ]);
});

test("a page that never rests is waited for no longer than one look that began after the question", async () => {
  const { scene, shows } = browser();
  shows.onLook = () => scene.changed();
  const before = scene.refresh();
  await Promise.resolve();
  shows.outline = 'button "Two" [ref=e2]';
  await Promise.all([before, scene.refresh(), scene.refresh()]);
  expect(scene.now().controls).toMatchObject([{ name: "Two" }]);
  expect(shows.looks).toHaveLength(2);
});

test("which tab is in front is known before a page that takes its time is read", async () => {
  const { scene, shows } = browser();
  await scene.refresh();
  const reading = Promise.withResolvers<void>();
  shows.shown = reading.promise;
  for (const active of [2, 1]) {
    shows.active = active;
    scene.changed();
    await scene.refreshTabs();
    expect(scene.now().tabs.find((tab) => tab.active)?.tabId).toBe(active);
  }
  expect(shows.looks).toHaveLength(2);
  reading.resolve();
});

test("the page that is read is that of the tab in front, also while another program is in front of its window", async () => {
  const { scene, shows } = browser();
  await scene.refresh();
  shows.active = 2;
  scene.changed();
  await scene.refresh();
  shows.focused = false;
  scene.changed();
  await scene.refresh();
  expect(shows.looks).toEqual([1, 2, 2]);
});
