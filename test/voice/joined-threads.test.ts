import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { threadNames } from "../support/thread-names.ts";
import { type Stage, openVoice, setStage } from "./open-voice.ts";

/** A thread is started and rooms joined. */
setDefaultTimeout(60_000);

const PEOPLE = 3;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(() => stage[Symbol.asyncDispose]());

test.if(process.platform === "linux")(
  "an agent that joins on this machine looks up no name, for which threads would wait",
  async () => {
    await using house = openVoice(stage);
    await house.on();

    for (let count = 0; count < PEOPLE; count += 1) {
      await using person = await house.talker();
      await person.withAgent();
      expect(await person.ask("open here.test")).toBe("Opened here.test.");
      expect(threadNames(process.pid)).not.toContain("AsyncResolver");
    }
  },
);
