import { expect, test } from "bun:test";
import { LanguageModel } from "../../../src/voice/agent/providers/language-model.ts";
import { fail } from "../../../src/protocol/failure.ts";
import { clientQuestion } from "../../support/client-question.ts";
import { ModelServer } from "../model-server.ts";
import { conversing } from "./conversing.ts";

const ALL = [
  { ref: "e1", number: 1 },
  { ref: "e2", number: 2 },
  { ref: "e3", number: 3 },
];

test("numbers are drawn as they can be said, and go with the click and when they are not wanted", async () => {
  const ann = conversing();
  expect(await ann.say("show numbers")).toMatchObject({
    text: "Say the number of what you want to click.",
  });
  expect(ann.drawn()).toEqual([ALL]);

  await ann.say("three");
  expect(ann.calls.map(({ tool }) => tool)).toContain("chrome_click_element");
  expect(ann.drawn()).toEqual([ALL, []]);
  expect(await ann.say("three")).toEqual({ kind: "unknown" });

  await ann.say("show numbers");
  await ann.say("hide numbers");
  expect(ann.drawn()).toHaveLength(4);
  expect(ann.drawn().at(-1)).toEqual([]);
});

test("when it is asked which one, the numbers of the choices are drawn until it is chosen", async () => {
  const ann = conversing();
  expect(await ann.say("click details")).toMatchObject({
    text: "There are 2 called Details: numbers 1 and 2. Which one?",
  });
  expect(ann.drawn()).toEqual([ALL.slice(0, 2)]);
  await ann.say("two");
  expect(ann.calls).toContainEqual({
    tool: "chrome_click_element",
    args: { ref: "e2", background: false },
  });
  expect(ann.drawn().at(-1)).toEqual([]);
});

test("that no numbers can be drawn is said, and none is listened for", async () => {
  const ann = conversing();
  ann.answers["chrome_show_numbers"] = fail("page_crashed", "The page crashed. Call chrome_x.");
  expect(await ann.say("show numbers")).toMatchObject({ text: "The page crashed. Say reload." });
  expect(ann.scene.now().numbersShown).toBe(false);
});

test("delete that takes one sentence after the other, and none that was typed before the caret moved", async () => {
  const ann = conversing();
  await ann.say("type hello");
  await ann.say("type you");
  await ann.say("scroll down");
  const keysOf = async (said: string) => {
    await ann.say(said);
    return ann.calls.at(-1)?.args["keys"];
  };
  expect(await keysOf("delete that")).toBe("Backspace Backspace Backspace");
  expect(await keysOf("delete that")).toBe("Backspace Backspace Backspace Backspace Backspace");

  await ann.say("type more");
  await ann.say("click sign in");
  expect(await keysOf("delete that")).toBe("Ctrl+Z");
});

test("who says yes hears that it was done, also of a key that is otherwise pressed without a word", async () => {
  const ann = conversing('button "Send message" [ref=e1]');
  await ann.scene.refresh();
  expect(await ann.say("press escape")).toMatchObject({ text: "" });
  expect(await ann.say("press enter")).toMatchObject({ text: expect.stringContaining("Shall I?") });
  expect(await ann.say("yes")).toMatchObject({ text: "Done." });
  expect(ann.calls.at(-1)).toMatchObject({ tool: "chrome_keyboard", args: { keys: "Enter" } });
});

test("what was found is scrolled to", async () => {
  const ann = conversing();
  ann.answers["chrome_find"] = { ok: true, data: { total: 1, matches: [{ ref: "e3" }] } };
  expect(await ann.say("find sign in")).toMatchObject({ text: "Found once." });
  expect(ann.calls.at(-1)).toMatchObject({ tool: "chrome_scroll", args: { ref: "e3" } });
});

test("what a client asks is answered, and stays open while other things are done", async () => {
  const ann = conversing();
  ann.scene.question = clientQuestion({ kind: "choice", choices: ["Red", "Green"] });
  await ann.say("click sign in");
  expect(ann.calls.map(({ tool }) => tool)).toEqual(["chrome_click_element"]);
  expect(await ann.say("what a day")).toEqual({ kind: "unknown" });
  expect(await ann.say("repeat that")).toMatchObject({
    text: "Claude asks: Shall I book it? You can say Red, Green, or no answer.",
  });
  expect(ann.given).toEqual([]);
  expect(await ann.say("the second one")).toMatchObject({ text: "I told Claude: Green." });
  expect(await ann.say("no answer")).toMatchObject({
    text: "I told Claude that you do not answer.",
  });
  expect(ann.given).toEqual(["Green", undefined]);
});

test("words that were only guessed answer a client after a yes, and choose nothing", async () => {
  const ann = conversing();
  ann.scene.question = clientQuestion({ kind: "text" });
  expect(await ann.mumble("blue dots")).toMatchObject({
    text: "I heard: blue dots. Is that your answer?",
  });
  expect(await ann.say("no")).toMatchObject({ text: "All right, say it again." });
  await ann.mumble("blue spots");
  expect(ann.given).toEqual([]);
  await ann.say("yes");
  expect(ann.given).toEqual(["blue spots"]);

  ann.scene.question = clientQuestion({ kind: "choice", choices: ["Red"] });
  expect(await ann.mumble("red")).toEqual({ kind: "unknown" });
});

test("what reads like a command for a page is not told to a client before a yes", async () => {
  const ann = conversing();
  ann.scene.question = clientQuestion({ kind: "text" });
  expect(await ann.say("click sign in")).toMatchObject({ text: "Clicked Sign in." });
  expect(await ann.say("click the moon")).toMatchObject({
    text: "I heard: click the moon. Is that your answer?",
  });
  expect(await ann.say("a moon")).toMatchObject({ text: "I told Claude: a moon." });
  expect(ann.given).toEqual(["a moon"]);
});

test("what a language model asks is answered to it, by yes, no and any other words", async () => {
  await using server = new ModelServer();
  const model = new LanguageModel(server.settings);
  const ann = conversing();
  const talk = async (words: string, answer: string) => {
    const thought = ann.think(model, words);
    const turn = await server.turn();
    turn.say(answer);
    turn.end();
    expect(await thought).toBe(answer);
    return turn.messages.slice(-2);
  };

  await talk("tell Bob that I am late", "Shall I send it?");
  expect(await talk("yes", "It is sent. Anything else?")).toEqual([
    { role: "assistant", content: "Shall I send it?" },
    { role: "user", content: "yes" },
  ]);
  expect(await talk("no, thank you", "Which page do you want to see now?")).toEqual([
    { role: "assistant", content: "It is sent. Anything else?" },
    { role: "user", content: "no, thank you" },
  ]);
  expect((await talk("the second one", "Here it is. Is it?")).at(-1)).toEqual({
    role: "user",
    content: "the second one",
  });
  expect(ann.calls).toEqual([]);
});

test("a language model gets no answer that is for us or for a client, and none when something else was said", async () => {
  await using server = new ModelServer();
  const model = new LanguageModel(server.settings);
  const ann = conversing();
  const asks = async () => {
    const thought = ann.think(model, "what about Bob");
    const turn = await server.turn();
    turn.say("Shall I write to him?");
    turn.end();
    await thought;
  };

  await asks();
  await ann.say("scroll down");
  expect(await ann.say("yes")).toEqual({ kind: "say", text: "There is nothing to say yes to." });

  await asks();
  expect(await ann.say("click details")).toMatchObject({
    text: expect.stringContaining("Which one?"),
  });
  await ann.say("the second one");
  expect(ann.calls.find(({ tool }) => tool === "chrome_click_element")?.args).toMatchObject({
    ref: "e2",
  });

  await asks();
  ann.scene.question = clientQuestion({ kind: "confirm" });
  await ann.say("yes");
  expect(ann.given).toEqual(["yes"]);
});

test("what is asked about a sentence comes to nothing when something else was said meanwhile", async () => {
  const ann = conversing('button "Pay now" [ref=e1]');
  await ann.scene.refresh();
  const look = Promise.withResolvers<void>();
  ann.looking = look.promise;
  ann.scene.changed();
  const pay = ann.say("click pay now");
  await ann.say("scroll down");
  look.resolve();
  expect(await pay).toEqual({ kind: "say", text: "" });
  expect(await ann.say("yes")).toMatchObject({ text: "There is nothing to say yes to." });
  expect(ann.calls.map(({ tool }) => tool)).toEqual(["chrome_scroll"]);
});

test("what was said is said again without being done again", async () => {
  const ann = conversing();
  const clicked = await ann.say("click sign in");
  const done = ann.calls.length;
  expect(await ann.say("say that again")).toEqual(clicked);
  expect(await ann.say("what did you say")).toEqual(clicked);
  expect(ann.calls).toHaveLength(done);
  await ann.say("repeat that");
  expect(ann.calls).toHaveLength(2 * done);
});
