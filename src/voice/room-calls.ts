import type { RoomOwner } from "../core/principal.ts";
import type { ToolCaller } from "../core/tool-caller.ts";
import type { SessionId } from "../protocol/ids.ts";
import type { VoiceToolAnswer } from "./port.ts";

interface Room {
  selected: SessionId | undefined;
}

/** The calls of the voice thread, made as what the person in their room was let in. */
export class RoomCalls {
  readonly #tools: ToolCaller;
  readonly #running = new Map<string, AbortController>();
  readonly #rooms = new Map<string, Room>();

  constructor(tools: ToolCaller) {
    this.#tools = tools;
  }

  async call(
    id: string,
    { room, owner }: { room: string; owner: RoomOwner },
    tool: string,
    args: unknown,
  ): Promise<VoiceToolAnswer> {
    const state = this.#rooms.get(room) ?? { selected: undefined };
    this.#rooms.set(room, state);
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      const answer = await this.#tools.call({
        asker: {
          principal: owner,
          caller: { id: `voice-${owner.userId}`, name: "voice", kind: "voice" },
          selected: state.selected,
          select: (sessionId) => {
            state.selected = sessionId;
          },
          sessionId: undefined,
          userId: undefined,
        },
        tool,
        args,
        signal: abort.signal,
        onProgress: () => undefined,
      });
      if (!answer.ok) return { ok: false, failure: answer.failure };
      const { data, origin } = answer.output;
      return { ok: true, data, ...(origin !== undefined && { origin }) };
    } finally {
      this.#running.delete(id);
    }
  }

  /** The calls of this room go to this browser from now on. */
  select(room: string, sessionId: SessionId): void {
    this.#rooms.set(room, { selected: sessionId });
  }

  cancel(id: string): void {
    this.#running.get(id)?.abort();
  }

  /** Nobody is left who could hear the answers. */
  cancelAll(): void {
    for (const abort of this.#running.values()) abort.abort();
  }

  forget(room: string): void {
    this.#rooms.delete(room);
  }
}
