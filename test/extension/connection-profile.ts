import type { CallTool, Cancel } from "../../src/protocol/call-tool.ts";
import type { AnswerQuestion } from "../../src/protocol/question.ts";
import { Connection } from "../../src/extension/connection.ts";
import { FakeClock, FakeSockets, FakeStorage } from "./fakes.ts";

/** One Chrome profile: workers come and go, its storage, its clock and its server stay. */
export class Profile {
  readonly storage = new FakeStorage();
  readonly clock = new FakeClock();
  readonly sockets = new FakeSockets();
  readonly calls: (CallTool | Cancel | AnswerQuestion)[] = [];
  connected = 0;
  lost = 0;

  async startWorker() {
    const settings = await this.storage.openSettings();
    const connection = new Connection({
      openSocket: this.sockets.open,
      clock: this.clock,
      random: () => 0.999,
      settings,
      self: { extensionVersion: "0.1.0", extensionId: "x", userAgent: "test" },
      label: () => "Chrome on Linux",
      onState: () => {},
      onRequest: (frame) => this.calls.push(frame),
      onConnected: () => (this.connected += 1),
      onLost: () => (this.lost += 1),
    });
    connection.wake();
    return { connection, settings };
  }

  /** Moves the clock to the next attempt; answers how long that took. */
  waitOut({ state }: Connection): number {
    if (state.state !== "waiting") throw new Error(`It is ${state.state}.`);
    const waitMs = state.untilMs - this.clock.now();
    this.clock.advance(waitMs);
    return waitMs;
  }

  /** The first frame of the newest socket. */
  hello() {
    return this.sockets.last.sentOf("connection_info")[0];
  }
}
