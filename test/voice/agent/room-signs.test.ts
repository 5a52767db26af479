import { expect, test } from "bun:test";
import { PageScene } from "../../../src/voice/agent/page-scene.ts";
import { RoomSigns } from "../../../src/voice/agent/room-signs.ts";

/** An agent whose signs arrive when the test says, in any order. */
function agent() {
  const now = { state: "listening", asks: "" };
  const attributes: Record<string, string> = {};
  const onTheirWay: Record<string, string>[] = [];
  const bearer = {
    attributes,
    setAttributes: async (set: Record<string, string>) => void onTheirWay.push(set),
  };
  const signs = new RoomSigns({
    bearer: () => bearer,
    scene: new PageScene(async () => ({ ok: true, data: {} })),
    asksYesOrNo: () => now.asks || undefined,
    state: () => now.state,
  });
  return {
    now,
    signs,
    attributes,
    onTheirWay,
    /** As the framework does by itself. */
    becomes: (state: string): void => {
      now.state = state;
      onTheirWay.push({ "lk.agent.state": state });
    },
    /** All that is on its way arrives, the latest first. */
    arriveReversed: (): void => {
      for (let set = onTheirWay.pop(); set; set = onTheirWay.pop()) {
        Object.assign(attributes, set);
        signs.arrived(bearer);
      }
    },
  };
}

test("what pages see of the agent is in the end what it is, also when signs overtake each other", () => {
  const { signs, attributes, onTheirWay, becomes, arriveReversed } = agent();
  signs.personCame("stay-1");
  becomes("thinking");
  becomes("speaking");
  becomes("listening");
  arriveReversed();
  expect(attributes["lk.agent.state"]).toBe("listening");
  expect(onTheirWay).toEqual([]);
});

test("a question that is over before pages saw it is not left standing", () => {
  const { now, signs, attributes, arriveReversed } = agent();
  signs.personCame("stay-1");
  arriveReversed();
  now.asks = "Shall I?";
  signs.tellQuestion();
  now.asks = "";
  signs.tellQuestion();
  arriveReversed();
  expect(Object.values(attributes)).not.toContain("Shall I?");
});

test("for whom it does not know the agent is getting ready, whatever it does", () => {
  const { signs, attributes, becomes, arriveReversed } = agent();
  signs.personCame("stay-1");
  signs.personLeft();
  becomes("listening");
  arriveReversed();
  expect(attributes["lk.agent.state"]).toBe("initializing");
});
