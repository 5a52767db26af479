import { expect, test } from "bun:test";
import { isSettled, judge } from "../../../../src/voice/agent/hearing/verdict.ts";
import type { KnownReading, Readings } from "../../../../src/voice/agent/hearing/walk.ts";

const nothing: Readings = { free: { text: "", score: -1 }, known: [], open: [] };

function known(text: string, score: number, meaning: string): KnownReading {
  return { text, score, meaning };
}

test("a sentence that is likely, alone and as long as it should be is taken, however the free words look", () => {
  const free = { text: "Screw to the bottom.", score: -1.2 };
  const sentence = known("Scroll to the bottom.", -4, "scrollBottom ");
  expect(judge([{ free, known: [sentence], open: [] }], 1.5)).toEqual({
    kind: "sentence",
    text: "Scroll to the bottom",
    score: -4,
  });
});

test("two sentences that sound alike are neither of them; two wordings of one are not two", () => {
  const free = { text: "Scrolling with,", score: -3.5 };
  const left = known("Scroll left.", -4.4, "scrollLeft ");
  expect(
    judge([{ free, known: [left, known("Scroll up.", -4.5, "scrollUp ")], open: [] }], 1).kind,
  ).toBe("free");
  expect(
    judge([{ free, known: [left, known("Scroll left!", -4.5, "scrollLeft ")], open: [] }], 1).kind,
  ).toBe("sentence");
});

test("a short word in a long utterance is not what was said", () => {
  const free = { text: "No body knows what happened there.", score: -0.9 };
  const heard = judge([{ free, known: [known("Stop.", -6, "stop ")], open: [] }], 2.4);
  expect(heard).toMatchObject({ kind: "free", text: "No body knows what happened there" });
});

test("yes and no count only when they were heard as such", () => {
  const yes = known("Yeah.", -4, "yes ");
  expect(
    judge([{ ...nothing, free: { text: "You can have", score: -2.6 }, known: [yes] }], 0.8).kind,
  ).toBe("free");
  expect(judge([{ ...nothing, free: { text: "Yeah.", score: -4 }, known: [yes] }], 0.8).kind).toBe(
    "sentence",
  );
});

test("the opposite of what was said is not taken for it when the beginning is lost", () => {
  const check = known("Check newsletter.", -7.7, "check newsletter");
  const uncheck = known("Uncheck newsletter.", -9.9, "uncheck newsletter");
  const free = { text: "And check newsletter.", score: -1.2 };
  expect(judge([{ free, known: [check, uncheck], open: [] }], 1.5).kind).toBe("free");
});

test("what goes on after a short command is not that command", () => {
  const free = { text: "Repeat after me.", score: -0.4 };
  const repeat = known("Repeat.", -8.8, "repeat ");
  expect(judge([{ free, known: [repeat], open: [] }], 1.2).kind).toBe("free");
});

test("a sentence that fits two of ours is understood all the same, for its words are the same", () => {
  const free = { text: "Open the second tab.", score: -0.5 };
  const both = [
    known("Open the second tab.", -0.5, "numberedTab second"),
    known("Open the second tab.", -0.5, "clickOrdinal second tab"),
  ];
  expect(judge([{ free, known: both, open: [] }], 1.5).kind).toBe("sentence");
});

test("what sounds like a sentence is taken for it, other words are not", () => {
  const free = { text: "Click one in mirror.", score: -4.3 };
  const mirror = known("Click wooden mirror.", -10.5, "click wooden mirror");
  expect(judge([{ free, known: [mirror], open: [] }], 1.2).kind).toBe("sentence");
  const other = { text: "The clock is in the corner.", score: -4.3 };
  expect(judge([{ free: other, known: [mirror], open: [] }], 1.2).kind).toBe("free");
});

test("an address has to be one, other free text is as it was heard", () => {
  const free = { text: "Go to the mail table.", score: -1.4 };
  const going = {
    text: "Go to the mail table.",
    rest: "the mail table.",
    score: -1.4,
    beginning: { score: -0.1, pieces: 2, kinds: ["address"] as const },
  };
  expect(judge([{ free, known: [], open: [going] }], 1.4).kind).toBe("free");
  const typing = {
    text: "Type see you to-morrow.",
    rest: "see you to-morrow.",
    score: -2,
    beginning: { score: -0.5, pieces: 1, kinds: ["type"] as const },
  };
  expect(judge([{ free, known: [], open: [typing] }], 1.4)).toMatchObject({
    kind: "opening",
    text: "Type see you tomorrow",
  });
});

test("a sentence of ours that is not sure does not come back as free words", () => {
  const free = { text: "Click pears.", score: -2 };
  const alike = [
    known("Click pears.", -2, "click pears"),
    known("Click peers.", -1.5, "click peers"),
  ];
  expect(judge([{ free, known: alike, open: [] }], 1).kind).toBe("nothing");
});

test("an answer to a client has to be likelier than a command, unless those words were heard", () => {
  const second = known("The second.", -6.7, "answer second");
  expect(
    judge([{ free: { text: "The timing.", score: -3.7 }, known: [second], open: [] }], 1),
  ).toEqual(expect.objectContaining({ kind: "free" }));
  const free = { text: "The second.", score: -6.7 };
  expect(judge([{ free, known: [second], open: [] }], 1).kind).toBe("sentence");
});

test("an answer as short as red counts when it was heard as such", () => {
  const red = known("Red.", -3, "answer red");
  const right = { text: "Right.", score: -1 };
  expect(judge([{ free: right, known: [red], open: [] }], 1).kind).toBe("free");
  const free = { text: "Red.", score: -3 };
  expect(judge([{ free, known: [red], open: [] }], 1).kind).toBe("sentence");
});

test("the same words in two sentences are no doubt about the words", () => {
  const free = { text: "The third one.", score: -0.3 };
  const both = [
    known("The third one.", -0.3, "clickOrdinal third"),
    known("The third one.", -0.3, "answer third"),
  ];
  expect(judge([{ free, known: both, open: [] }], 1)).toMatchObject({
    kind: "sentence",
    text: "The third one",
  });
});

test("what one form of an utterance leaves in doubt, others decide", () => {
  const doubted = {
    free: { text: "Hi, little rest.", score: -4 },
    known: [known("Click leather wallet.", -12.5, "click leather wallet")],
    open: [],
  };
  const clearer = {
    free: { text: "Click library wallet.", score: -2 },
    known: [known("Click leather wallet.", -8.5, "click leather wallet")],
    open: [],
  };
  expect(judge([doubted], 1.3).kind).toBe("free");
  expect(judge([doubted, clearer], 1.3)).toMatchObject({
    kind: "sentence",
    text: "Click leather wallet",
  });
});

test("a word counts as heard only when each form says it", () => {
  const no = { ...nothing, free: { text: "No.", score: -3 }, known: [known("No.", -3, "no ")] };
  expect(judge([no], 0.7).kind).toBe("sentence");
  const help = { ...no, free: { text: "Help.", score: -3 } };
  expect(judge([help, no], 0.7).kind).not.toBe("sentence");
});

test("free words after a beginning that nobody heard freely need most forms to agree", () => {
  const other: Readings = { free: { text: "Don't you look?", score: -6 }, known: [], open: [] };
  const forced: Readings = {
    ...other,
    open: [
      {
        text: "Search for links",
        score: -7,
        rest: "links",
        beginning: { score: -3, pieces: 2, kinds: ["search"] },
      },
    ],
  };
  expect(judge([forced, other], 2).kind).toBe("free");
  expect(judge([forced, other, forced], 2)).toMatchObject({
    kind: "opening",
    text: "Search for links",
  });
});

test("more forms are heard until the words are those of a sentence, or nothing is like one", () => {
  const back = known("Go back.", -1, "back ");
  const exact: Readings = { free: { text: "Go back.", score: -1 }, known: [back], open: [] };
  expect(isSettled(judge([exact], 1), [exact])).toBe(true);
  const near: Readings = { ...exact, free: { text: "Go bag.", score: -1 } };
  expect(isSettled(judge([near], 1), [near])).toBe(false);
  const talk: Readings = { free: { text: "It rained.", score: -1 }, known: [], open: [] };
  expect(isSettled(judge([talk], 1), [talk])).toBe(true);
});

test("the ending of an address is written as an address has it", () => {
  const free = { text: "Go to python.organization.", score: -1 };
  const beginning = { score: -0.3, pieces: 2, kinds: ["address"] as const };
  const open = [{ text: free.text, score: -1, rest: "python.organization.", beginning }];
  expect(judge([{ free, known: [], open }], 2).text).toBe("Go to python.org");
});
