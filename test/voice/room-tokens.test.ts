import { expect, test } from "bun:test";
import { TokenVerifier } from "livekit-server-sdk";
import { userIdSchema } from "../../src/protocol/ids.ts";
import { personToken } from "../../src/voice/room-tokens.ts";

const access = {
  url: "ws://127.0.0.1:1",
  publicUrl: "ws://127.0.0.1:1",
  apiKey: "key",
  apiSecret: "s".repeat(32),
};

test("a person's token is for their room, as themselves, for ten minutes, to speak and write alone", async () => {
  const userId = userIdSchema.parse("user_1_ann");
  const room = "room-user_1_ann";
  const person = { userId, credentialId: "cred_1", room, agentName: "agent" };
  const token = await personToken(access, person);
  const claims = await new TokenVerifier(access.apiKey, access.apiSecret).verify(token);

  expect(claims.sub).toBe(userId);
  expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(600);
  const video: unknown = claims.video;
  expect(video).toEqual({
    roomJoin: true,
    room,
    canPublish: true,
    canPublishSources: ["microphone"],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: false,
  });
  expect(claims.roomConfig?.agents).toMatchObject([{ agentName: "agent" }]);
});
