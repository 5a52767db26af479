import { expect, test } from "bun:test";
import type { Heard } from "../../../../src/voice/agent/ears.ts";
import { judge as judgeIn, writtenDown } from "../../../../src/voice/agent/hearing/verdict.ts";
import type {
  KnownReading,
  OpenReading,
  Readings,
} from "../../../../src/voice/agent/hearing/walk.ts";
import type { SentenceKind } from "../../../../src/voice/agent/sentences/sentences.ts";

function heardAs(free: string, ours: KnownReading[] = [], open: OpenReading[] = []): Readings {
  return { free: { text: free, score: -3 }, known: ours, open };
}

function judge(readings: readonly Readings[], seconds: number, noisy = true): Heard {
  return judgeIn(readings, { seconds, noisy });
}

function known(text: string, score: number, meaning: string): KnownReading {
  return { text, score, meaning };
}

function opening(kind: SentenceKind, fixed: string, rest: string, score: number): OpenReading {
  return { text: `${fixed} ${rest}`, score, rest, beginning: { score, pieces: 1, kinds: [kind] } };
}

const scrolling = known("Scroll to the bottom.", 4, "scrollBottom ");

test("a sentence that is worth enough, more than any other, is taken, however the free words look", () => {
  expect(judge([heardAs("Screw to the button.", [scrolling])], 1.5)).toEqual({
    kind: "sentence",
    text: "Scroll to the bottom",
    score: 4,
  });
  const unlikely = known("Scroll to the bottom.", -1, "scrollBottom ");
  expect(judge([heardAs("Screw to the button.", [unlikely])], 1.5).kind).toBe("free");
});

test("where it is quiet a sentence needs to be worth less than in noise", () => {
  const unlikely = [heardAs("Screw.", [known("Scroll to the bottom.", -1, "scrollBottom ")])];
  expect(judge(unlikely, 1.5, false).kind).toBe("sentence");
  expect(judge(unlikely, 1.5, true).kind).toBe("free");
});

test("two sentences that sound alike are neither of them; two wordings of one are not two", () => {
  const left = known("Scroll left.", 4.4, "scrollLeft ");
  const up = known("Scroll up.", 4, "scrollUp ");
  expect(judge([heardAs("Scrolling with,", [left, up])], 1).kind).toBe("free");
  const again = known("Scroll left!", 4, "scrollLeft ");
  expect(judge([heardAs("Scrolling with,", [left, again])], 1).kind).toBe("sentence");
});

test("numbers that sound alike have to be further apart than names", () => {
  const names = [
    known("Click blue lamp.", 5, "click blue lamp"),
    known("Click blue clock.", 3.5, "click blue clock"),
  ];
  expect(judge([heardAs("Quick blue", names)], 1).kind).toBe("sentence");
  const numbers = [
    known("Click fifteen.", 5, "clickNumber fifteen"),
    known("Click fifty.", 3.5, "clickNumber fifty"),
  ];
  expect(judge([heardAs("Quick fifth", numbers)], 1).kind).toBe("free");
});

test("in noise a sentence that one form takes for another has to be further ahead", () => {
  const up = (score: number) => known("Scroll up.", score, "scrollUp ");
  const left = (score: number) => known("Scroll left.", score, "scrollLeft ");
  const disputed = (lead: number) => [
    heardAs("Screw", [left(4), up(4 - lead)]),
    heardAs("Scroll", [left(1.9), up(2.5)]),
  ];
  expect(judge(disputed(3), 0.9, true).kind).toBe("free");
  expect(judge(disputed(3), 0.9, false).kind).toBe("sentence");
  const agreed = [heardAs("Screw", [left(4), up(1)]), heardAs("Scroll", [left(3), up(2)])];
  expect(judge(agreed, 0.9, true).kind).toBe("sentence");
});

test("a short word in a long utterance is not what was said", () => {
  const stop = known("Stop.", 3, "stop ");
  expect(judge([heardAs("Nobody knows.", [stop])], 0.5).kind).toBe("sentence");
  expect(judge([heardAs("Nobody knows what happened there.", [stop])], 2.4)).toMatchObject({
    kind: "free",
    text: "Nobody knows what happened there",
  });
});

test("a single word has to be worth more than a sentence", () => {
  const refresh = known("Refresh.", 0.5, "reload ");
  expect(judge([heardAs("Free ash", [refresh])], 0.7).kind).toBe("free");
  const page = known("Refresh the page.", 0.5, "reload ");
  expect(judge([heardAs("Free ash the page", [page])], 1.2).kind).toBe("sentence");
});

test("yes and no count only when each form says them", () => {
  const yes = known("Yeah.", 5, "yes ");
  expect(judge([heardAs("You can have", [yes])], 0.5).kind).toBe("free");
  expect(judge([heardAs("Yeah.", [yes])], 0.5).kind).toBe("sentence");
  expect(judge([heardAs("Yeah.", [yes]), heardAs("Here.", [yes])], 0.5).kind).not.toBe("sentence");
});

test("the opposite of what was said is not taken for it when the beginning is lost", () => {
  const check = known("Check newsletter.", 7, "check newsletter");
  expect(judge([heardAs("And check newsletter.", [check])], 1.2).kind).toBe("free");
  const uncheck = known("Uncheck newsletter.", 4, "uncheck newsletter");
  expect(judge([heardAs("Chick news", [check, uncheck])], 1.2).kind).toBe("free");
});

test("an answer to a client has to be worth more than a command, unless those words were heard", () => {
  const second = known("The second.", 3, "answer second");
  expect(judge([heardAs("The timing.", [second])], 0.9).kind).toBe("free");
  expect(judge([heardAs("The second.", [second])], 0.9).kind).toBe("sentence");
});

test("an answer as short as red counts when it was heard as such", () => {
  const red = known("Red.", 5, "answer red");
  expect(judge([heardAs("Right.", [red])], 0.5).kind).toBe("free");
  expect(judge([heardAs("Red.", [red])], 0.5).kind).toBe("sentence");
});

test("what one form of an utterance leaves in doubt, others decide", () => {
  const doubted = heardAs("Hi, little rest.", [
    known("Click leather wallet.", -1, "click leather wallet"),
  ]);
  const clearer = heardAs("Click library wallet.", [
    known("Click leather wallet.", 3, "click leather wallet"),
  ]);
  expect(judge([doubted], 1.3).kind).toBe("free");
  expect(judge([doubted, clearer], 1.3)).toMatchObject({ text: "Click leather wallet" });
});

test("a beginning of a sentence with a free part is weighed alone, in all forms together", () => {
  const type = (score: number) => opening("type", "Type", "hello world", score);
  expect(judge([heardAs("Slighten", [], [type(4)]), heardAs("Light")], 1.2).kind).toBe("free");
  const both = [heardAs("Slighten", [], [type(4)]), heardAs("Light", [], [type(2)])];
  expect(judge(both, 1.2)).toMatchObject({ kind: "opening", text: "Type hello world" });
  const heard = heardAs("Type hello world.", [], [type(4)]);
  expect(judge([heard, heardAs("Light")], 1.2).kind).toBe("opening");
});

test("of a whole sentence and a beginning, what is worth more is taken", () => {
  const typing = opening("type", "Type", "a screenshot", 3);
  const taking = (score: number) => known("Take a screenshot.", score, "screenshot ");
  expect(judge([heardAs("Take her", [taking(9)], [typing])], 1.2).kind).toBe("sentence");
  expect(judge([heardAs("Take her", [taking(1)], [typing])], 1.2).kind).toBe("opening");
});

test("a sentence of ours that is not sure does not come back as free words", () => {
  const alike = [
    known("Click pears.", -2, "click pears"),
    known("Click peers.", -1, "click peers"),
  ];
  expect(judge([heardAs("Click pears.", alike), heardAs("Peers")], 1).kind).toBe("nothing");
});

test("what was written down freely and is ours needs no closer look", () => {
  const back = known("Go back.", -1, "back ");
  expect(writtenDown(heardAs("Go back.", [back]))).toMatchObject({ kind: "sentence" });
  expect(writtenDown(heardAs("Go bag.", [back]))).toBeUndefined();
  expect(writtenDown(heardAs("It rained."))).toMatchObject({ kind: "free", text: "It rained" });
  const typing = opening("type", "Type", "see you to-morrow.", -0.5);
  expect(writtenDown(heardAs("Type see you to-morrow.", [], [typing]))).toMatchObject({
    kind: "opening",
    text: "Type see you tomorrow",
  });
});

test("the same words in two sentences are no doubt about the words", () => {
  const both = [
    known("Open the second tab.", -0.5, "numberedTab second"),
    known("Open the second tab.", -0.5, "clickOrdinal second tab"),
  ];
  expect(writtenDown(heardAs("Open the second tab.", both))?.kind).toBe("sentence");
});

test("an address has to be one, and its ending is written as an address has it", () => {
  const going = opening("address", "Go to", "the mail table.", -0.1);
  expect(writtenDown(heardAs("Go to the mail table.", [], [going]))).toBeUndefined();
  const python = opening("address", "Go to", "python.organization.", -0.3);
  expect(writtenDown(heardAs("Go to python.organization.", [], [python]))?.text).toBe(
    "Go to python.org",
  );
});

test("in noise what is said beforehand counts where it was heard as such", () => {
  const check = known("Can you check newsletter?", 4, "check newsletter");
  expect(judge([heardAs("An check newsletter.", [check])], 1.5).kind).toBe("free");
  expect(judge([heardAs("Can you check newsletter?", [check])], 1.5).kind).toBe("sentence");
  const uncheck = known("Uncheck newsletter.", 2, "uncheck newsletter");
  const hey = known("Hey, check newsletter.", 4, "check newsletter");
  expect(judge([heardAs("Hey check newspaper.", [hey, uncheck])], 1.5).kind).toBe("free");
});
