import { Talkers } from "../voice/talkers.ts";
import { bargeIn } from "./barge-in.ts";
import type { FigureGroup } from "./figure.ts";
import { newNames, newNamesInChromium } from "./new-names.ts";
import { RoomPerson } from "./room-person.ts";
import { startTalkedTo } from "./talked-to.ts";

/** What a person in their room notices besides their commands: how soon it is quiet when they break in, and a new page is known. */
export const moments: FigureGroup = {
  name: "moments",
  async measure() {
    await using stack = new AsyncDisposableStack();
    const { server } = stack.use(await startTalkedTo());
    const talkers = stack.use(new Talkers());
    const ann = stack.use(await RoomPerson.connect(server.url));
    await ann.join(talkers);
    return [
      ...(await bargeIn(ann)),
      ...(await newNames(ann)),
      await newNamesInChromium(server.url, talkers),
    ];
  },
};
