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
checkbox "Gift" [ref=e4] unchecked · checkbox "News" [ref=e5] checked focused`;
  expect(controlsOf(outline)).toMatchObject([
    { untold: true },
    { untold: true },
    { value: 'A "fine" day' },
    { checked: false },
    { checked: true },
  ]);
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
