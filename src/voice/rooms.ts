import { ParticipantInfo_Kind } from "@livekit/protocol";
import { AgentDispatchClient, RoomServiceClient } from "livekit-server-sdk";
import type { LivekitAccess } from "./livekit-access.ts";
import { userOf } from "./user-rooms.ts";

/** The rooms of our users on the LiveKit server. Rejects when the server cannot be reached. */
export class Rooms {
  readonly #service: RoomServiceClient;
  readonly #dispatcher: AgentDispatchClient;
  readonly #settings: { userRoomPrefix: string; agentName: string };

  constructor(access: LivekitAccess, settings: { userRoomPrefix: string; agentName: string }) {
    const address = access.url.replace(/^ws/, "http");
    this.#service = new RoomServiceClient(address, access.apiKey, access.apiSecret);
    this.#dispatcher = new AgentDispatchClient(address, access.apiKey, access.apiSecret);
    this.#settings = settings;
  }

  /** Rooms in which somebody waits and no agent is. */
  async withoutAgent(): Promise<string[]> {
    const rooms = await this.#service.listRooms();
    const waiting: string[] = [];
    for (const { name } of rooms) {
      if (userOf(this.#settings.userRoomPrefix, name) === undefined) continue;
      if ((await this.#whoIsIn(name)) === "people") waiting.push(name);
    }
    return waiting;
  }

  /** Brings an agent into a room. What was dispatched before and found no free worker is taken back. */
  async dispatch(room: string): Promise<void> {
    for (const { id } of await this.#dispatcher.listDispatch(room)) {
      await this.#dispatcher.deleteDispatch(id, room);
    }
    await this.#dispatcher.createDispatch(room, this.#settings.agentName);
  }

  /** Ends a room: whoever is in it has to leave. */
  async end(room: string): Promise<void> {
    await this.#service.deleteRoom(room).catch(ignoreMissing);
  }

  /** Sends agents away that nobody stands behind any more. */
  async removeAgents(rooms: readonly string[]): Promise<void> {
    for (const room of rooms) {
      const all = (await this.#service.listParticipants(room).catch(ignoreMissing)) ?? [];
      for (const { identity, kind } of all) {
        if (kind !== ParticipantInfo_Kind.AGENT) continue;
        await this.#service.removeParticipant(room, identity).catch(ignoreMissing);
      }
    }
  }

  /** Ends a room that nobody is in, rather than leaving it to somebody who would find no agent there. */
  async endIfEmpty(room: string): Promise<void> {
    if ((await this.#whoIsIn(room)) === "nobody") await this.end(room);
  }

  async #whoIsIn(room: string): Promise<"nobody" | "people" | "an agent"> {
    const all = await this.#service.listParticipants(room).catch(ignoreMissing);
    if (!all || all.length === 0) return "nobody";
    return all.some(({ kind }) => kind === ParticipantInfo_Kind.AGENT) ? "an agent" : "people";
  }
}

/** A room may be gone by the time it is asked about. */
function ignoreMissing(cause: unknown): undefined {
  if (cause instanceof Error && "status" in cause && cause.status === 404) return undefined;
  throw cause;
}
