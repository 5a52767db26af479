import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { newUserId } from "../../src/core/ids.ts";
import { until } from "../support/until.ts";
import { type Stage, openVoice, setStage } from "./open-voice.ts";

/** A thread is started and a room joined in each. */
setDefaultTimeout(60_000);

let stage: Stage;
let house: ReturnType<typeof openVoice>;

beforeAll(async () => {
  stage = await setStage();
  house = openVoice(stage);
  await house.on();
});

beforeEach(() => house.tools.forget());

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

test("what a person types in their room is done in their browser, and answered", async () => {
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("open example.com")).toBe("Opened example.com.");
  expect(house.tools.acts).toEqual([
    {
      userId: ann.userId,
      as: "user",
      kind: "voice",
      tool: "chrome_navigate",
      args: { url: "http://example.com" },
    },
  ]);
});

test("two people at once each move only their own browser", async () => {
  await using ann = await house.talker();
  await using bob = await house.talker();
  await Promise.all([ann.withAgent(), bob.withAgent()]);

  const answers = await Promise.all([ann.ask("open ann.test"), bob.ask("open bob.test")]);

  expect(answers).toEqual(["Opened ann.test.", "Opened bob.test."]);
  expect(house.tools.acts.map(({ userId, args }) => ({ userId, args }))).toEqual(
    expect.arrayContaining([
      { userId: ann.userId, args: { url: "http://ann.test" } },
      { userId: bob.userId, args: { url: "http://bob.test" } },
    ]),
  );
  expect(house.tools.acts).toHaveLength(2);
});

test("a person whose browser is not there is told so", async () => {
  house.tools.away = true;
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("open example.com")).toBe("No browser of yours is connected.");
});

test("what is on the page is known as soon as the browser says that it is another", async () => {
  house.tools.outline = '- button "First" [ref=e1]';
  await using ann = await house.talker();
  await ann.withAgent();
  expect(await ann.ask("click first")).toBe("Clicked First.");

  house.tools.outline = '- button "Second" [ref=e2]';
  house.voice.pageChanged(ann.userId);
  expect(await ann.ask("click second")).toBe("Clicked Second.");
});

test("what a stranger in the room writes is not read", async () => {
  const userId = newUserId(Date.now());
  await using eve = await house.stranger(userId);
  await using ann = await house.talker(userId);
  await ann.withAgent();

  eve.write("open eve.test");
  expect(await ann.ask("open ann.test")).toBe("Opened ann.test.");

  expect(house.tools.acts.map(({ args }) => args)).toEqual([{ url: "http://ann.test" }]);
});

test("what pays is done after a yes, and not after a no or anything else", async () => {
  house.tools.outline = '- button "Pay" [ref=e7]\n- link "Home" [ref=e8]';
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("click pay")).toBe("I am about to click Pay. Shall I?");
  expect(await ann.ask("no")).toBe("All right, I leave it.");
  expect(await ann.ask("click pay")).toBe("I am about to click Pay. Shall I?");
  expect(await ann.ask("click home")).toBe("Clicked Home.");
  expect(await ann.ask("yes")).toBe("There is nothing to say yes to.");
  expect(await ann.ask("click pay")).toBe("I am about to click Pay. Shall I?");
  expect(await ann.ask("yes")).toBe("Clicked Pay.");

  expect(house.tools.acts.map(({ args }) => args)).toEqual([{ ref: "e8" }, { ref: "e7" }]);
});

test("stop ends the call inside Chrome", async () => {
  house.tools.hold = true;
  await using ann = await house.talker();
  await ann.withAgent();

  ann.write("open slow.test");
  await until("the call", () => house.tools.acts[0]);
  ann.write("stop");

  expect(await until("the end of the call", () => house.tools.cancelled[0])).toBe(
    "chrome_navigate",
  );
});

test("a sentence that means nothing is answered honestly and not acted on", async () => {
  await using ann = await house.talker();
  await ann.withAgent();

  expect(await ann.ask("the weather is nice")).toStartWith("I did not understand.");
  expect(house.tools.acts).toEqual([]);
});
