import { type AgentDispatch, ParticipantInfo_Kind } from "@livekit/protocol";
import { AgentDispatchClient, RoomServiceClient } from "livekit-server-sdk";
import { AGENT_ATTRIBUTES } from "./agent-attributes.ts";
import type { LivekitAccess } from "./livekit-access.ts";
import { userOf } from "./user-rooms.ts";

/** A worker takes an offer by then, or nobody does. */
export const OFFER_MS = 1_000;
const NS_PER_MS = 1e6;

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
    const waiting: string[] = [];
    for (const room of await this.#ours()) {
      if ((await this.#whoIsIn(room)) === "people") waiting.push(room);
    }
    return waiting;
  }

  /**
   * Brings an agent into a room. What was dispatched before and found no free worker is taken back; of one that was
   * dispatched just now the agent may be on its way, and the answer is false.
   */
  async dispatch(room: string, nowMs: number): Promise<boolean> {
    const before = await this.#dispatcher.listDispatch(room);
    if (before.some((one) => isOnItsWay(one, nowMs))) return false;
    for (const { id } of before) await this.#dispatcher.deleteDispatch(id, room);
    await this.#dispatcher.createDispatch(room, this.#settings.agentName);
    return true;
  }

  /** Ends a room: whoever is in it has to leave. */
  async end(room: string): Promise<void> {
    await this.#service.deleteRoom(room).catch(ignoreMissing);
  }

  /** Sends the agents of a server away, when nobody stands behind them any more. */
  async removeAgentsOf(nodeId: string): Promise<void> {
    for (const room of await this.#ours()) {
      const all = (await this.#service.listParticipants(room).catch(ignoreMissing)) ?? [];
      for (const { identity, attributes } of all) {
        if (attributes[AGENT_ATTRIBUTES.node] !== nodeId) continue;
        await this.#service.removeParticipant(room, identity).catch(ignoreMissing);
      }
    }
  }

  /** Ends a room that nobody is in, rather than leaving it to somebody who would find no agent there. */
  async endIfEmpty(room: string): Promise<void> {
    if ((await this.#whoIsIn(room)) === "nobody") await this.end(room);
  }

  async #ours(): Promise<string[]> {
    const rooms = await this.#service.listRooms();
    const { userRoomPrefix } = this.#settings;
    return rooms
      .map(({ name }) => name)
      .filter((name) => userOf(userRoomPrefix, name) !== undefined);
  }

  async #whoIsIn(room: string): Promise<"nobody" | "people" | "an agent"> {
    const all = await this.#service.listParticipants(room).catch(ignoreMissing);
    if (!all || all.length === 0) return "nobody";
    return all.some(({ kind }) => kind === ParticipantInfo_Kind.AGENT) ? "an agent" : "people";
  }
}

function isOnItsWay({ state }: AgentDispatch, nowMs: number): boolean {
  return Math.abs(nowMs - Number(state?.createdAt ?? 0n) / NS_PER_MS) < OFFER_MS;
}

/** A room may be gone by the time it is asked about. */
function ignoreMissing(cause: unknown): undefined {
  if (cause instanceof Error && "status" in cause && cause.status === 404) return undefined;
  throw cause;
}
