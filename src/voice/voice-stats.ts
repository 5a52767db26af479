import { Latency } from "../core/latency.ts";
import { STAGES, type Stage } from "./port.ts";

export interface VoiceFigures {
  /** Rooms with an agent of ours in them now. */
  rooms: number;
  /** Sessions since the start of the server. */
  sessions: number;
  slots: { used: number; of: number };
  /** Agents asked for because somebody waited without one. */
  dispatches: number;
  threadStarts: number;
  /** Milliseconds; null where nothing was measured yet. */
  stages: Record<Stage, { p50: number; p95: number } | null>;
}

/** What voice did, for the statistics. */
export class VoiceStats {
  sessions = 0;
  dispatches = 0;
  threadStarts = 0;
  readonly #stages = new Map<Stage, Latency>(STAGES.map((stage) => [stage, new Latency()]));

  measured(stage: Stage, ms: number): void {
    this.#stages.get(stage)?.add(ms);
  }

  figures(rooms: number, maxSessions: number): VoiceFigures {
    const of = (stage: Stage) => this.#stages.get(stage)?.percentiles() ?? null;
    return {
      rooms,
      sessions: this.sessions,
      slots: { used: rooms, of: maxSessions },
      dispatches: this.dispatches,
      threadStarts: this.threadStarts,
      stages: {
        endOfSpeech: of("endOfSpeech"),
        recognition: of("recognition"),
        decision: of("decision"),
        tool: of("tool"),
        firstSound: of("firstSound"),
      },
    };
  }
}
