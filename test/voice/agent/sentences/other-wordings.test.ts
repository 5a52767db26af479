import { expect, test } from "bun:test";
import { understand } from "../../../../src/voice/agent/sentences/understand.ts";
import { shopScene } from "../../../support/shop-scene.ts";
import { commandOf, meaningOf } from "../../../support/understood.ts";

const scene = shopScene();
const numbered = shopScene({ numbersShown: true });
const quantity = { ref: "e201", role: "spinbutton", name: "Quantity", number: 151 };
const country = {
  ref: "e202",
  role: "combobox",
  name: "Country",
  number: 152,
  options: ["Norway", "Standard delivery"],
};
const form = shopScene({ controls: [...scene.controls, quantity, country] });

test.each([
  ["search this page for lamp", "find lamp"],
  ["search for lamp on this page", "find lamp"],
  ["look for the word lamp on the page", "find lamp"],
  ["find lamp in this page", "find lamp"],
  ["find lamp here", "find lamp"],
  ['find "lamp"', "find lamp"],
  ["search Google for cats", "search for cats"],
  ["google for cats", "search for cats"],
  ["search the internet for cats", "search for cats"],
  ["take me to example.com", "open example.com"],
  ["open the website example dot com", "open example.com"],
  ["go back one page", "go back"],
  ["previous page", "go back"],
  ["scroll down a little bit", "scroll down a bit"],
  ["scroll all the way down", "scroll to the bottom"],
  ["scroll back up", "scroll up"],
  ["click first link", "click the first link"],
  ["go to the first link", "click the first link"],
  ["hit sign in", "click sign in"],
  ["click the button sign in", "click sign in"],
  ["click the link called home", "click home"],
  ["click into the email field", "click email"],
  ["put Ann as the first name", "fill first name with Ann"],
  ["enter Ann for first name", "fill first name with Ann"],
  ["change first name to Ann", "fill first name with Ann"],
  ["select express delivery from the delivery list", "select express delivery"],
  ["check the box for gift wrap", "check gift wrap"],
  ["turn on newsletter", "check newsletter"],
  ["turn off newsletter", "uncheck newsletter"],
  ["create a new tab", "new tab"],
  ["show me the mail tab", "go to the mail tab"],
  ["go back to the mail tab", "go to the mail tab"],
  ["close tab three", "close the weather tab"],
  ["close the second tab", "close the mail tab"],
  ["close the last tab", "close the weather tab"],
  ["list the headings", "read the headings"],
  ["read this aloud", "read the page"],
  ["zoom in a bit", "zoom in"],
  ["make the text bigger", "zoom in"],
  ["take a screenshot of this page", "take a screenshot"],
  ["play this video", "play"],
  ["stop playing", "pause"],
  ["erase that", "delete that"],
  ["stop, stop, stop", "stop"],
  ["no, stop!", "stop"],
  ["stop talking", "stop"],
  ["forget it", "cancel"],
  ["yes, do it", "yes"],
  ["no, don't do it", "no"],
  ["what can you do", "help"],
])("%p is %p", (said, same) => {
  expect(understand(same, scene).kind).not.toBe("unknown");
  expect(meaningOf(said, scene)).toEqual(meaningOf(same, scene));
});

test.each(["press twelve", "tap number twelve", "open twelve", "select 12"])(
  "%p is a click while numbers are shown, and no sentence before that",
  (said) => {
    expect(commandOf(said, numbered).steps[0]?.args).toMatchObject({ ref: "e12" });
    expect(understand(said, scene)).toEqual({ kind: "unknown" });
  },
);

test("the place of a thing is not the beginning of another thing's name", () => {
  expect(understand("click first image", scene)).toEqual({ kind: "unknown" });
  expect(commandOf("select the first option").steps[0]?.args).toMatchObject({ ref: "e11" });
  expect(understand("click the ninth button", scene)).toEqual({ kind: "unknown" });
  expect(commandOf("click first name").steps[0]?.args).toMatchObject({ ref: "e6" });
});

test("the last tab is the one at the end of the row", () => {
  const [house, mail, weather] = scene.tabs.map((tab) => ({ ...tab, active: false }));
  if (!house || !mail || !weather) throw new Error("no tabs");
  const inTheMiddle = shopScene({ tabs: [house, { ...mail, active: true }, weather] });
  const tabOf = (said: string) => commandOf(said, inTheMiddle).steps[0]?.args;
  expect(tabOf("go to the last tab")).toEqual({ tabId: weather.tabId });
  expect(tabOf("close the last tab")).toEqual({ tabIds: [weather.tabId] });
  expect(tabOf("go to the previous tab")).toEqual({ tabId: house.tabId });
  expect(tabOf("switch to first tab")).toEqual({ tabId: house.tabId });
});

test("a list that has the choice is meant by its name", () => {
  expect(understand("select standard delivery", form).kind).toBe("which");
  expect(commandOf("select standard delivery in country", form).steps[0]?.args).toMatchObject({
    ref: "e202",
    value: "Standard delivery",
  });
});

test("a site or an address is opened in a tab of its own, where that is said", () => {
  for (const said of ["open YouTube in a new tab", "go to youtube.com in a new tab"]) {
    const { steps, undo } = commandOf(said);
    expect(steps[0]?.args).toMatchObject({ url: expect.stringContaining("youtube.com") });
    expect(steps[0]?.args).toMatchObject({ newTab: true });
    expect(undo).toBeUndefined();
  }
  expect(understand("go to the store in a new tab", scene)).toEqual({ kind: "unknown" });
});

test("numbers are filled in as numbers, and digits as they are dialled", () => {
  expect(commandOf("set quantity to twenty one", form).steps[0]?.args["value"]).toBe("21");
  expect(
    commandOf("fill search with five five five oh one two", form).steps[0]?.args["value"],
  ).toBe("555012");
  expect(commandOf("fill first name with one two", form).steps[0]?.args["value"]).toBe("one two");
});

test.each([
  ["type ann dot lee at example dot com", "ann.lee@example.com"],
  ["type example dot com slash news", "example.com/news"],
  ["type meet me at example dot com", "meet me at example dot com"],
  ["spell b as in boy o b", "bob"],
  ["spell out h e double l o", "hello"],
  ["spell double u", "w"],
])("%p types %p", (said, text) => {
  expect(commandOf(said).steps[0]?.args).toMatchObject({ text });
});

test("a letter is pressed as a small one, for that is another key than the capital", () => {
  expect(commandOf("press j").steps[0]?.args).toMatchObject({ keys: "j" });
  expect(commandOf("press option left").steps[0]?.args).toMatchObject({ keys: "Alt+ArrowLeft" });
});

test("Enter is pressed after what is typed or filled in, where that is said, and needs the same yes", () => {
  expect(commandOf("type hello, and press enter").steps.map(({ args }) => args)).toMatchObject([
    { text: "hello" },
    { keys: "Enter" },
  ]);
  expect(
    commandOf("Please type cats into the search field and then hit enter.").steps.map(
      ({ args }) => args,
    ),
  ).toMatchObject([{ ref: "e7", value: "cats" }, { keys: "Enter" }]);
  const password = { ref: "e203", role: "textbox", name: "Password", number: 151 };
  const signingIn = shopScene({ controls: [...scene.controls, password] });
  expect(commandOf("type secret and press enter", signingIn).risk).toContain("Enter");
  const dictating = shopScene({ dictating: true });
  expect(commandOf("hello and press enter", dictating).steps[0]?.args).toMatchObject({
    text: "hello and press enter",
  });
});
