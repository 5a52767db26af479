import type { Question } from "../protocol/question.ts";
import type { Line } from "./transcript.ts";

/** How a conversation stands, as somebody who looks on can tell. */
export interface RoomView {
  state: "connecting" | "open" | "reconnecting" | "ended";
  /** Why it ended, when somebody else ended it. */
  why: string | undefined;
  /** The agent's own word: initializing, listening, thinking, speaking; undefined while it is not there. */
  agent: string | undefined;
  /** There was no place for an agent: it comes when one is free. */
  waits: boolean;
  /** What the agent asked and waits for a yes or a no to. */
  asksYesOrNo: string | undefined;
  /** What a client asks, when the agent has asked it aloud. */
  asked: Question | undefined;
  lines: readonly Line[];
  microphone: Microphone;
  /** The microphone that the person chose, if they did. */
  deviceId: string | undefined;
}

export type Microphone =
  | { state: "asking" }
  | { state: "live" }
  | { state: "muted" }
  | { state: "refused"; why: string };

export const BEFORE: RoomView = {
  state: "connecting",
  why: undefined,
  agent: undefined,
  waits: false,
  asksYesOrNo: undefined,
  asked: undefined,
  lines: [],
  microphone: { state: "asking" },
  deviceId: undefined,
};

/** What somebody in their room can do there. The room itself may live on another page. */
export interface TalkingRoom {
  write(text: string): void;
  mute(): void;
  unmute(): void;
  choose(deviceId: string): void;
  leave(): void;
  /** Tells how loud the microphone is, from 0 to 1, many times a second, until the answered function is called. */
  watchLevel(onLevel: (level: number) => void): () => void;
}
