import { RoomAgentDispatch, RoomConfiguration, TrackSource } from "@livekit/protocol";
import { AccessToken } from "livekit-server-sdk";
import type { UserId } from "../protocol/ids.ts";
import { CREDENTIAL_ATTRIBUTE } from "./credential-attribute.ts";
import type { LivekitAccess } from "./livekit-access.ts";

const TOKEN_LIFE_S = 600;

/** An empty room goes this soon, so that the next one to come gets a fresh one with an agent. */
const EMPTY_ROOM_S = 5;

/** Lets this user into this room, for ten minutes, to speak and to write. Makes the room with an agent. */
export function personToken(
  access: LivekitAccess,
  person: { userId: UserId; credentialId: string; room: string; agentName: string },
): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, {
    identity: person.userId,
    ttl: TOKEN_LIFE_S,
    attributes: { [CREDENTIAL_ATTRIBUTE]: person.credentialId },
  });
  token.addGrant({
    roomJoin: true,
    room: person.room,
    canPublish: true,
    canPublishSources: [TrackSource.MICROPHONE],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: false,
  });
  token.roomConfig = new RoomConfiguration({
    name: person.room,
    departureTimeout: EMPTY_ROOM_S,
    agents: [new RoomAgentDispatch({ agentName: person.agentName })],
  });
  return token.toJwt();
}

/** Lets the voice thread register as an agent worker. */
export function workerToken(access: LivekitAccess): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, { ttl: TOKEN_LIFE_S });
  token.addGrant({ agent: true });
  return token.toJwt();
}
