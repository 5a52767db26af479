import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { DrivenBrowser } from "../../../support/driven-browser.ts";

let browser: DrivenBrowser;
beforeAll(async () => {
  browser = await DrivenBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

const point = z.object({ x: z.number(), y: z.number() });

const fill = (selector: string, value: string | number | boolean, args: object = {}) =>
  browser.call("chrome_fill_or_select", { selector, value, ...args });

test("sets fields of every kind, with trusted input where a person types", async () => {
  await browser.open("fields");
  await fill("#text", "new words");
  await fill("#number", 42);
  await fill("#date", "2026-11-24");
  await fill("#range", 7);
  await fill("#color", "#ff8800");
  await fill("#area", "two\nlines");
  await fill("#select", "Pear");
  await fill("#check", true);
  await fill("#r2", true);
  await fill("#editable", "fresh");
  await fill("#password", "hunter2");
  expect(
    await browser.inPage(
      "['text', 'number', 'date', 'range', 'color', 'area', 'select', 'password'].map((id) => document.getElementById(id).value)",
    ),
  ).toEqual(["new words", "42", "2026-11-24", "7", "#ff8800", "two\nlines", "b", "hunter2"]);
  expect(await browser.inPage("[check.checked, r1.checked, r2.checked]")).toEqual([
    true,
    false,
    true,
  ]);
  expect(await browser.inPage("editable.innerText")).toBe("fresh");
  expect(await browser.inPage("events.includes('input text true')")).toBe(true);
  expect(await browser.inPage("events.includes('change select false')")).toBe(true);
  expect(await browser.inPage("events.includes('click check true')")).toBe(true);
});

test("adds instead of replacing, clears, and types key by key when asked", async () => {
  await browser.open("fields");
  await fill("#text", " and more", { clear: false });
  expect(await browser.inPage("text.value")).toBe("old and more");
  await fill("#text", "");
  expect(await browser.inPage("text.value")).toBe("");
  await fill("#area", "Aé!", { slowly: true });
  expect(await browser.inPage("area.value")).toBe("Aé!");
  expect(
    await browser.inPage("events.filter((one) => one === 'keydown area true').length > 1"),
  ).toBe(true);
});

test("shows the value as it stands, says when it did not stick, and never a password", async () => {
  await browser.open("fields");
  expect((await fill("#text", "hello")).effect).toContain('value="hello"');
  expect((await fill("#short", "abcdef")).effect).toMatch(/now holds "abc"/);
  const { effect } = await fill("#password", "hunter2");
  expect(effect).toContain("••••");
  expect(effect).not.toContain("hunter2");
  expect((await fill("#check", false)).effect).toMatch(/already/);
});

test("the groups of a list are told, and tell options of the same words apart", async () => {
  await browser.open("fields");
  await browser.inPage(`document.body.insertAdjacentHTML("beforeend", \`<select id=ways aria-label=Ways>
    <optgroup label=Home><option>Slow<option>Fast</optgroup>
    <optgroup label=Abroad><option>Slow<option>By air</optgroup></select>\`)`);
  expect(await browser.outline()).toContain(
    'value="Home: Slow" options="Home: Slow | Fast | Abroad: Slow | By air"',
  );
  const { message } = await browser.refusal("chrome_fill_or_select", {
    selector: "#ways",
    value: "Slow",
  });
  expect(message).toContain("Group: Option");
  expect((await fill("#ways", "Abroad: Slow")).effect).toContain('value="Abroad: Slow"');
  expect((await fill("#ways", "By air")).effect).toContain('value="By air"');
  expect((await fill("#ways", "Home: Fast")).effect).toContain('value="Fast"');
});

test("what is at a point is filled in, typed into and selected: a field, the one of a label, an editor", async () => {
  await browser.open("fields");
  const middleOf = async (element: string) => {
    const box = `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${element}.getBoundingClientRect())`;
    return { coordinates: point.parse(await browser.inPage(box)) };
  };
  const fillAt = async (element: string, value: unknown) =>
    browser.call("chrome_fill_or_select", { ...(await middleOf(element)), value });
  await fillAt("text", "at a point");
  await fillAt("select", "Pear");
  await fillAt("r1.parentElement", true);
  await fillAt("editable.querySelector('b')", "all of it");
  const date = { action: "fill", value: "2026-11-25", ...(await middleOf("date")) };
  await browser.call("chrome_computer", date);
  expect(
    await browser.inPage(
      "[text.value, select.value, r1.checked, editable.textContent, date.value]",
    ),
  ).toEqual(["at a point", "b", true, "all of it", "2026-11-25"]);

  await browser.call("chrome_keyboard", { ...(await middleOf("area")), keys: "keys" });
  const key = { action: "key", text: "Home", ...(await middleOf("area")) };
  await browser.call("chrome_computer", key);
  await browser.call("chrome_keyboard", { keys: "more " });
  expect(await browser.inPage("area.value")).toBe("more keys");
  const selected = await browser.call("chrome_select_text", await middleOf("area"));
  expect(selected.selectedText).toBe("more keys");
  const beside = { coordinates: { x: 700, y: 500 }, value: 1, timeoutMs: 1_500 };
  expect(await browser.refusal("chrome_fill_or_select", beside)).toMatchObject({
    code: "not_actionable",
  });
});

test("a field in a frame, of another site too, is filled in at its point", async () => {
  await browser.open("reading", { waitUntil: "load" });
  await browser.call("chrome_scroll", { toBottom: true });
  const { frames } = await browser.call("chrome_list_frames");
  const inner = frames.filter(({ parentFrameId }) => parentFrameId === 0);
  expect(inner).toHaveLength(2);
  for (const [nth, { frameId }] of inner.entries()) {
    const named = { frameId, selector: "input" };
    const { elements } = await browser.call("chrome_query_elements", named);
    const { x = 0, y = 0, width = 0, height = 0 } = elements[0]?.box ?? {};
    const corner = point.parse(
      await browser.inPage(
        `(({ x, y }) => ({ x, y }))(document.querySelectorAll("iframe")[${nth}].getBoundingClientRect())`,
      ),
    );
    // A frame has a border of two points.
    const coordinates = { x: corner.x + 2 + x + width / 2, y: corner.y + 2 + y + height / 2 };
    await browser.call("chrome_fill_or_select", { coordinates, value: `frame ${nth}` });
    const code = "document.querySelector('input').value";
    const filled = await browser.call("chrome_javascript", { frameId, code });
    expect(filled.value).toBe(`"frame ${nth}"`);
  }
});

test("the boxes of a code are not all called by the words before the first", async () => {
  await browser.open("fields");
  await browser.inPage(
    'document.body.insertAdjacentHTML("afterbegin", `<p>Your code</p><div>${"<input maxlength=1>".repeat(3)}</div>`)',
  );
  expect((await browser.outline()).match(/textbox "Your code"/g)).toHaveLength(1);
});

test("refuses what takes no value", async () => {
  await browser.open("fields");
  const refused = (selector: string, value = "x") =>
    browser.refusal("chrome_fill_or_select", { selector, value, timeoutMs: 1_500 });
  expect(await refused("#fixed")).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/read-only/),
  });
  expect(await refused("form")).toMatchObject({ code: "not_actionable" });
  expect((await refused("#select", "Plum")).message).not.toContain("Apple");
});

test("reaches fields in closed shadow roots and in frames of other sites, and submits", async () => {
  await browser.open("fields");
  const deep = await browser.refOf('textbox "Deep"');
  await browser.call("chrome_fill_or_select", { ref: deep, value: "down here" });
  expect(await browser.inPage("deep()")).toBe("down here");
  const sent = await fill("#text", "send me", { submit: true });
  expect(sent.title).toBe("Reading");

  await browser.open("frames");
  const inner = await browser.refOf('textbox "Inner field"');
  const filled = await browser.call("chrome_fill_or_select", { ref: inner, value: "across" });
  expect(filled.effect).toContain('value="across"');
});

test("several fields are filled in by label, ref and selector, and the form is sent", async () => {
  await browser.open("fields");
  const ref = await browser.refOf('spinbutton "Number"');
  const fields = [
    { label: "text", value: "by label" },
    { ref, value: 5 },
    { label: "Check", value: true },
    { selector: "#select", value: "Pear" },
  ];
  await browser.call("chrome_fill_form", { fields });
  expect(await browser.inPage("[text.value, number.value, check.checked, select.value]")).toEqual([
    "by label",
    "5",
    true,
    "b",
  ]);
  const sent = await browser.call("chrome_fill_form", { fields: fields.slice(3), submit: true });
  expect(sent.title).toBe("Reading");
});

test("a form says which field could not be filled in, and what was before it", async () => {
  await browser.open("fields");
  const refused = (fields: object[]) =>
    browser.refusal("chrome_fill_form", { fields, timeoutMs: 1_500 });
  const text = { label: "Text", value: "new" };
  const fixed = { label: "Fixed", value: "x" };
  expect(await refused([fixed, text])).toMatchObject({
    code: "not_actionable",
    message: expect.stringMatching(/^Field 1 of 2: .*read-only.* Nothing was filled in\.$/),
  });
  expect(await browser.inPage("text.value")).toBe("old");
  expect(await refused([text, { label: "Nowhere", value: 1 }])).toMatchObject({
    code: "element_not_found",
    message: expect.stringMatching(/^Field 2 of 2: .* The 1 before it are filled in\.$/),
  });
  expect(await refused([{ value: 1 }])).toMatchObject({ code: "invalid_arguments" });
});

test("suggestions that come some time after the last sign are part of what filling in caused", async () => {
  await browser.open("puts-off");
  const args = { selector: "#city", value: "Ber" };
  const { effect } = await browser.call("chrome_fill_or_select", args);
  expect(effect).toMatch(/\+ option "Bern" \[ref=e\d+\]/);
});

test("suggestions that never come are not waited for long, and other fields not at all", async () => {
  await browser.open("puts-off");
  const took = async (selector: string) => {
    const startedMs = performance.now();
    await browser.call("chrome_fill_or_select", { selector, value: "Q" });
    return performance.now() - startedMs;
  };
  await took("#plain");
  expect(await took("#plain")).toBeLessThan(300);
  const fruitlessMs = await took("#city");
  expect(fruitlessMs).toBeGreaterThan(400);
  expect(fruitlessMs).toBeLessThan(1_500);
});

test("a transparent box is ticked where the page draws its own", async () => {
  await browser.open("component-libraries");
  await fill("[aria-label='Row 1']", true);
  expect(await browser.inPage("document.querySelector('[aria-label=\"Row 1\"]').checked")).toBe(
    true,
  );
});

test("a code editor is filled through the text area that it hides behind its lines", async () => {
  await browser.open("component-libraries");
  await fill("textarea", "let b = 2;");
  expect(await browser.inPage("document.querySelector('.lines').textContent")).toBe("let b = 2;");
  await fill("textarea", "0", { clear: false });
  expect(await browser.inPage("document.querySelector('.lines').textContent")).toBe("let b = 2;0");
});

test("in a list that is no select, the option is chosen as a person would", async () => {
  await browser.open("opened-lists");
  await fill("#age", "Old");
  await fill("#team", "front end");
  await fill("#level", "LOW");
  expect(await browser.inPage("[age.textContent, team.value, level.textContent]")).toEqual([
    "Old true",
    "Front end true",
    "LOW true",
  ]);
  const refused = (selector: string, value: string) =>
    browser.refusal("chrome_fill_or_select", { selector, value });
  expect(await refused("#age", "Ancient")).toMatchObject({
    code: "invalid_arguments",
    message: expect.stringContaining("among the 3"),
  });
  // Its list is open, and stays so.
  await fill("#age", "Young");
  expect(await browser.inPage("age.textContent")).toBe("Young true");
  expect((await refused("#empty", "x")).message).toContain("no list of options");
});

test("of a list of several choices all that are named are chosen, and no others", async () => {
  await browser.open("fields");
  await browser.inPage(
    `document.body.insertAdjacentHTML("beforeend", "<select multiple id='toppings'><option selected>Olive<option>Onion<option>Ham</select>")`,
  );
  const chosen = "[...toppings.selectedOptions].map((option) => option.label).join()";
  await browser.call("chrome_fill_or_select", { selector: "#toppings", value: "onion, Ham" });
  expect(await browser.inPage(chosen)).toBe("Onion,Ham");
  const wrong = { selector: "#toppings", value: "Onion, Anchovy" };
  await browser.refusal("chrome_fill_or_select", wrong);
  expect(await browser.inPage(chosen)).toBe("Onion,Ham");
});

test("a field that puts its own signs between those that were typed is told to write it so", async () => {
  await browser.open("fields");
  await browser.inPage(
    "text.oninput = () => { text.value = text.value.replace(/^(...)(....)$/, '($1) $2') }",
  );
  const phone = { selector: "#text", value: "5551234" };
  expect((await browser.call("chrome_fill_or_select", phone)).effect).toContain(
    'The field writes it as "(555) 1234".',
  );
});
