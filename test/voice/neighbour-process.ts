import { OpenQuestions } from "../../src/core/open-questions.ts";
import { realClock } from "../../src/core/real-clock.ts";
import { Voice } from "../../src/voice/voice.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { asUser } from "../support/room-owner.ts";
import { type Figures, type ToNeighbour, toNeighbourSchema } from "./neighbour-messages.ts";
import { CalledTools, spawnThread, voiceSettings } from "./open-voice.ts";

/* The voice of another server. The WebRTC library can be used by one thread of a process only. */

let voice: Voice | undefined;

function start({ access, maxSessions, knowsAll }: Extract<ToNeighbour, { type: "start" }>): Voice {
  const started = new Voice({
    settings: voiceSettings(access, { maxSessions, graceMs: 0 }),
    nodeId: crypto.randomUUID(),
    tools: new CalledTools(),
    questions: new OpenQuestions(),
    logger: new QuietLogger(),
    clock: realClock,
    admits: async (userId) => (knowsAll ? asUser(userId) : undefined),
    isUser: async () => knowsAll,
    spawn: () => spawnThread(),
  });
  started.start();
  return started;
}

process.on("message", (data: unknown) => {
  const message = toNeighbourSchema.parse(data);
  if (message.type === "start") voice = start(message);
  const { rooms = 0, dispatches = 0 } = voice?.figures() ?? {};
  const isOn = voice?.state().state === "on";
  process.send?.({ isOn, rooms, dispatches } satisfies Figures);
});
process.on("disconnect", () => process.exit(0));
