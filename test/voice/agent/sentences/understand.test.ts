import { expect, test } from "bun:test";
import type { Scene } from "../../../../src/voice/agent/ears.ts";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { type BrowserToolName, catalogue } from "../../../../src/tools/catalogue.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { commandOf } from "../../../support/understood.ts";

const scene = shopScene();

/** A sentence, the tool that it calls, and the arguments besides those that name the tab. */
const SENTENCES: readonly (readonly [
  text: string,
  tool: BrowserToolName,
  args: Record<string, unknown>,
])[] = [
  ["Open example dot com.", "chrome_navigate", { url: "https://example.com" }],
  [
    "go to news.example.org slash today",
    "chrome_navigate",
    { url: "https://news.example.org/today" },
  ],
  ["Open YouTube.", "chrome_navigate", { url: "https://www.youtube.com/" }],
  [
    "Search for cheap flights to Paris.",
    "chrome_navigate",
    { url: "https://www.google.com/search?q=cheap%20flights%20to%20Paris" },
  ],
  ["go back", "chrome_navigate", { url: "back" }],
  ["Forward.", "chrome_navigate", { url: "forward" }],
  ["Could you please reload the page?", "chrome_navigate", { refresh: true }],
  ["New tab", "chrome_navigate", { url: "about:blank", newTab: true }],
  ["Close this tab", "chrome_close_tabs", { tabIds: [1] }],
  ["Next tab.", "chrome_switch_tab", { tabId: 2 }],
  ["Go to the previous tab", "chrome_switch_tab", { tabId: 3 }],
  ["Go to the mail tab.", "chrome_switch_tab", { tabId: 2 }],
  ["switch to tab three", "chrome_switch_tab", { tabId: 3 }],
  ["switch to weather", "chrome_switch_tab", { tabId: 3 }],
  ["Click sign in.", "chrome_click_element", { ref: "e4" }],
  ["Click the Add to Cart button, please.", "chrome_click_element", { ref: "e12" }],
  ["press the sign in button", "chrome_click_element", { ref: "e4" }],
  ["Click Xfinity", "chrome_click_element", { ref: "e16" }],
  ["click frequently asked questions", "chrome_click_element", { ref: "e17" }],
  ["Click the third link.", "chrome_click_element", { ref: "e3" }],
  ["click the last button", "chrome_click_element", { ref: "e19" }],
  ["double click on Home", "chrome_click_element", { ref: "e1", double: true }],
  ["right-click contact us", "chrome_click_element", { ref: "e2", button: "right" }],
  ["open the privacy policy page", "chrome_click_element", { ref: "e3" }],
  ["Type hello world.", "chrome_computer", { action: "type", text: "hello world." }],
  ["Type Enter", "chrome_computer", { action: "type", text: "Enter" }],
  ["Scroll down.", "chrome_scroll", { direction: "down" }],
  ["scroll up a bit", "chrome_scroll", { direction: "up", amount: 150 }],
  ["Scroll to the bottom", "chrome_scroll", { toBottom: true }],
  ["spell a 007", "chrome_computer", { action: "type", text: "a007" }],
  ["Spell a n n at x dot o r g", "chrome_computer", { action: "type", text: "ann@x.org" }],
  ["Press enter.", "chrome_keyboard", { keys: "Enter" }],
  ["press control c", "chrome_keyboard", { keys: "Ctrl+C" }],
  ["new line", "chrome_keyboard", { keys: "Shift+Enter" }],
  ["delete that", "chrome_keyboard", { keys: "Ctrl+Z" }],
  [
    "Fill email with ann at example dot com.",
    "chrome_fill_or_select",
    { ref: "e5", value: "ann@example.com" },
  ],
  ["Type Robert in two first name", "chrome_fill_or_select", { ref: "e6", value: "Robert" }],
  ["fill in first name with Ann", "chrome_fill_or_select", { ref: "e6", value: "Ann" }],
  ["type Ann into first name", "chrome_fill_or_select", { ref: "e6", value: "Ann" }],
  ["Type Ann in two first names.", "chrome_fill_or_select", { ref: "e6", value: "Ann" }],
  ["type a walk into town", "chrome_computer", { action: "type", text: "a walk into town" }],
  ["clear the email field", "chrome_fill_or_select", { ref: "e5", value: "" }],
  ["Select express delivery.", "chrome_fill_or_select", { ref: "e8", value: "Express delivery" }],
  ["check gift wrap", "chrome_fill_or_select", { ref: "e9", value: true }],
  ["uncheck the newsletter box", "chrome_fill_or_select", { ref: "e10", value: false }],
  ["Read the page", "chrome_get_web_content", { maxChars: 2_000 }],
  ["Read the headings.", "chrome_read_page", {}],
  ["find the word lamp on this page", "chrome_find", { text: "lamp" }],
  ["take a screenshot", "chrome_screenshot", { savePng: true, name: "Everything for the house" }],
  ["zoom in", "chrome_zoom", { to: "in" }],
  ["make it smaller", "chrome_zoom", { to: "out" }],
  ["Reset zoom.", "chrome_zoom", { to: "reset" }],
  ["Play.", "chrome_media", { action: "play" }],
  ["pause the video", "chrome_media", { action: "pause" }],
];

for (const [text, tool, args] of SENTENCES) {
  test(`"${text}" calls ${tool} ${JSON.stringify(args)}`, () => {
    const { steps } = commandOf(text);
    expect(steps.map((step) => step.tool)).toEqual([tool]);
    const called = steps[0]?.args ?? {};
    expect(called).toMatchObject(args);
    const besides = Object.keys(called).filter((name) => !Object.hasOwn(args, name));
    expect(
      besides.filter((name) => !["tabId", "background", "includeSnapshot"].includes(name)),
    ).toEqual([]);
    expect(catalogue[tool].args.safeParse(called).error).toBeUndefined();
  });
}

test("what is done is done in the tab that the person looks at", () => {
  expect(commandOf("scroll down").steps[0]?.args).toMatchObject({ tabId: 1, background: false });
});

test.each([
  ["Stop.", "stop"],
  ["cancel that", "stop"],
  ["Yes please", "yes"],
  ["no", "no"],
  ["Help!", "help"],
  ["Undo that.", "undo"],
  ["again", "repeat"],
])("%p is the word %p", (text, word) => {
  expect(understand(text, scene)).toMatchObject({ kind: "control", word });
});

test.each([
  "I had a sandwich for lunch yesterday.",
  "Can you tell me a joke about penguins?",
  "My sister lives in Boston.",
  "Open the door",
  "go to the store",
  "click banana",
  "find me a good restaurant",
  "write a poem about the sea",
  "press on regardless",
  // What is left of "uncheck newsletter" in noise.
  "And check newsletter",
  "12",
  "select a good restaurant",
  "",
])("%p is not understood", (text) => {
  expect(understand(text, scene)).toEqual({ kind: "unknown" });
});

test.each(["click", "Click the", "search for", "scroll to the", "type"])(
  "%p waits for the rest of the sentence",
  (text) => {
    expect(understand(text, scene)).toEqual({ kind: "unfinished" });
  },
);

test("a sentence that nothing can follow is complete, one with a free end is not", () => {
  expect(understand("click sign in", scene)).toMatchObject({ complete: true });
  expect(understand("type hello", scene)).toMatchObject({ complete: false });
});

test("a name that stands on the page twice is asked for, and chosen by number, place or name", () => {
  const asked = understand("click details", scene);
  expect(asked).toMatchObject({
    kind: "which",
    question: "There are 2 called Details: numbers 18 and 19. Which one?",
  });
  if (asked.kind !== "which") return;
  const asking = shopScene({ pending: asked.pending });
  for (const answer of [
    "nineteen",
    "the second one",
    "click 19",
    "two",
    "number 19",
    "the last one",
  ]) {
    expect(commandOf(answer, asking).steps[0]?.args).toMatchObject({ ref: "e19" });
  }
  expect(commandOf("go back", asking).steps[0]?.args).toMatchObject({ url: "back" });
});

test("numbers are clicked while they are shown; before that they are shown", () => {
  expect(commandOf("show numbers").numbers).toBe("show");
  expect(commandOf("click twelve").numbers).toBe("show");
  const numbered = shopScene({ numbersShown: true });
  for (const said of ["click twelve", "twelve", "12", "number 12"]) {
    expect(commandOf(said, numbered).steps[0]?.args).toMatchObject({ ref: "e12" });
  }
  expect(understand("two hundred", numbered)).toEqual({ kind: "unknown" });
});

test("paying, sending and deleting need a yes, whatever the sentence", () => {
  for (const said of [
    "click pay now",
    "press the delete account button",
    "click send message",
    "double click pay now",
  ]) {
    expect(commandOf(said).risk).toMatch(/^I am about to click .*\. Shall I\?$/);
  }
  expect(commandOf("click thirteen", shopScene({ numbersShown: true })).risk).toContain("Pay now");
  expect(commandOf("click blue chair").risk).toBeUndefined();
  expect(commandOf("press escape").risk).toBeUndefined();
});

test("a password is not submitted without a yes, by button or by Enter", () => {
  const password = { ref: "e200", role: "textbox", name: "Password", number: 151 };
  const signingIn = shopScene({ controls: [...scene.controls, password] });
  expect(commandOf("click sign in", signingIn).risk).toContain("password");
  expect(commandOf("press enter", signingIn).risk).toContain("Enter");
  expect(commandOf("click sign in").risk).toBeUndefined();
});

test("where money is paid, going on needs a yes", () => {
  const next = { ref: "e201", role: "button", name: "Continue", number: 151 };
  const controls = [...scene.controls, next];
  const page = { url: "https://shop.test/checkout/2", title: "Your data" };
  expect(commandOf("click continue", shopScene({ controls, page })).risk).toContain("Continue");
  expect(commandOf("click continue", shopScene({ controls })).risk).toBeUndefined();
});

test("while dictating everything is typed but the few commands that belong to it", () => {
  const dictating = shopScene({ dictating: true });
  expect(commandOf("go back to the start", dictating).steps[0]?.args).toMatchObject({
    text: "go back to the start",
  });
  expect(commandOf("new line", dictating).steps[0]?.args).toMatchObject({ keys: "Shift+Enter" });
  expect(commandOf("stop dictation", dictating).dictation).toBe("stop");
  expect(understand("stop", dictating)).toMatchObject({ word: "stop" });
});

test("what was done can be taken back where something does", () => {
  expect(commandOf("scroll down").undo?.[0]?.args).toMatchObject({ direction: "up" });
  expect(commandOf("go to the mail tab").undo?.[0]?.args).toEqual({ tabId: 1 });
  expect(commandOf("close this tab").undo?.[0]?.args).toMatchObject({
    url: "https://shop.test/all",
  });
  expect(commandOf("take a screenshot").undo).toBeUndefined();
});

test("what was said last is taken away sign by sign, also an accent and a new line", () => {
  const typed = shopScene({ typed: ["hello", "né\n"] });
  expect(commandOf("delete that", typed)).toMatchObject({
    untypes: true,
    steps: [{ args: { keys: "Backspace Backspace Backspace" } }],
  });
  expect(commandOf("type hi").undo?.[0]?.args).toMatchObject({ keys: "Backspace Backspace" });
});

test("fields, lists and boxes go back to what they held", () => {
  const held = (name: string, more: object) =>
    shopScene({
      controls: scene.controls.map((one) => (one.name === name ? { ...one, ...more } : one)),
    });
  const undone = (said: string, now: Scene) => commandOf(said, now).undo?.[0]?.args["value"];
  expect(undone("fill email with bob at x.org", held("Email", { value: "a@b.c" }))).toBe("a@b.c");
  expect(undone("fill email with bob at x.org", scene)).toBe("");
  expect(undone("fill email with bob at x.org", held("Email", { untold: true }))).toBeUndefined();
  expect(undone("select express delivery", held("Delivery", { value: "Standard" }))).toBe(
    "Standard",
  );
  expect(undone("check gift wrap", held("Gift wrap", { checked: false }))).toBe(false);
});

test("the first of what was found on the page is brought into view", () => {
  const { following } = commandOf("find lamp");
  expect(following?.([{ matches: [{ ref: "e5" }, { ref: "e9" }] }])).toMatchObject([
    { tool: "chrome_scroll", args: { ref: "e5" } },
  ]);
  expect(following?.([{ matches: [] }])).toEqual([]);
});

test("answers are made of what the tools answered", () => {
  const outline = 'heading 1 "Chairs"\n  link "Blue" [ref=e1]\nheading 2 "Lamps"';
  expect(commandOf("read the headings").answer([{ outline }])).toBe(
    "2 headings. Chairs and Lamps.",
  );
  expect(commandOf("read the page").answer([{ content: "One.  Two." }])).toBe("One. Two.");
  expect(
    commandOf("read the page").answer([{ content: "Long. ".repeat(500) }]).length,
  ).toBeLessThan(600);
  expect(commandOf("read the selection").answer([{ value: '""' }])).toBe("Nothing is selected.");
  expect(commandOf("read the selection").answer([{ value: JSON.stringify('So "it"\nis.') }])).toBe(
    'So "it" is.',
  );
  expect(commandOf("where am I").answer([])).toBe("This is Everything for the house.");
  expect(commandOf("what can I click").answer([])).toStartWith("149 things.");
});

test("thousands of spaces or signs in a row hold nobody up", () => {
  for (const gap of [" ", " , ", ".", "-"]) {
    const startMs = performance.now();
    commandOf(`type a${gap.repeat(6_000)}b`);
    expect(performance.now() - startMs).toBeLessThan(500);
  }
});
