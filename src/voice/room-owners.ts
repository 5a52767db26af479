import type { RoomOwner } from "../core/principal.ts";
import type { UserId } from "../protocol/ids.ts";
import { userOf } from "./user-rooms.ts";

/** As what a credential lets somebody into this user's room; undefined when it holds no longer. */
export type Admits = (userId: UserId, credentialId: string) => Promise<RoomOwner | undefined>;

/** Is this a user of this server? Servers that share a LiveKit server each have their own. */
export type IsUser = (userId: UserId) => Promise<boolean>;

interface LetIn {
  credentialId: string;
  owner: Promise<RoomOwner | undefined>;
}

/** By what the person in each room was let in, and as what. */
export class RoomOwners {
  readonly #prefix: string;
  readonly #admits: Admits;
  readonly #isUser: IsUser;
  readonly #letIn = new Map<string, LetIn>();

  constructor(prefix: string, { admits, isUser }: { admits: Admits; isUser: IsUser }) {
    this.#prefix = prefix;
    this.#admits = admits;
    this.#isUser = isUser;
  }

  /** The room of a user of this server. */
  async isOurs(room: string): Promise<boolean> {
    const userId = userOf(this.#prefix, room);
    return userId !== undefined && this.#isUser(userId);
  }

  async of(room: string): Promise<RoomOwner | undefined> {
    return this.#letIn.get(room)?.owner;
  }

  cameBy(room: string, credentialId: string): boolean {
    return this.#letIn.get(room)?.credentialId === credentialId;
  }

  /** Who just came, or why the room has to end. */
  async admit(
    room: string,
    credentialId: string,
  ): Promise<{ ok: true; owner: RoomOwner } | { ok: false; why: string }> {
    const before = this.#letIn.get(room);
    const letIn = { credentialId, owner: this.#ownerBy(room, credentialId) };
    this.#letIn.set(room, letIn);
    const [earlier, owner] = await Promise.all([before?.owner, letIn.owner]);
    if (!owner) return { ok: false, why: "its credential holds no longer" };
    // The agent has heard of browsers that `local` does not reach.
    const heardTooMuch = earlier?.kind === "user" && owner.kind === "local";
    return heardTooMuch ? { ok: false, why: "who came now reaches less" } : { ok: true, owner };
  }

  forget(room: string): void {
    this.#letIn.delete(room);
  }

  forgetAll(): void {
    this.#letIn.clear();
  }

  async #ownerBy(room: string, credentialId: string): Promise<RoomOwner | undefined> {
    const userId = userOf(this.#prefix, room);
    return userId && this.#admits(userId, credentialId);
  }
}
