import { expect, test } from "bun:test";
import type { VoiceDesk } from "../../src/web/voice-token.ts";
import { NEAR } from "../auth/office.ts";
import { connectFake } from "../support/fake-browser.ts";
import { openApi } from "./open-api.ts";

/** Lets everybody in, and says who came. */
const desk: VoiceDesk = {
  state: () => ({ state: "on" }),
  figures: () => ({ rooms: 0 }),
  invite: async (userId, credentialId, sessionId) => ({
    ok: true,
    invitation: {
      url: "ws://livekit.test",
      token: `token for ${credentialId}${sessionId === undefined ? "" : ` to ${sessionId}`}`,
      room: `room-${userId}`,
      identity: userId,
      waits: true,
    },
  }),
};

test("a token is for the room of the asker's own user, also in the words of stock frontends", async () => {
  const api = openApi(undefined, desk);
  const ann = await api.newUser();
  const control = await api.make(ann.token, "control");

  for (const as of [ann.token, control.secret]) {
    const wish = { room_name: "room-of-somebody-else", participant_identity: "eve" };
    const { status, body } = await api.ask("/api/voice/token", { as, json: wish });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      room: `room-${ann.userId}`,
      identity: ann.userId,
      url: "ws://livekit.test",
      server_url: "ws://livekit.test",
      participant_token: expect.stringMatching(/^token for cred_/),
      waits: true,
    });
  }
});

test("who may only look gets no token, and neither does who has no credential", async () => {
  const api = openApi(undefined, desk);
  const ann = await api.newUser();
  const view = await api.make(ann.token, "view");

  expect(await api.ask("/api/voice/token", { as: view.secret, json: {} })).toMatchObject({
    status: 403,
  });
  expect(await api.ask("/api/voice/token", { json: {} })).toMatchObject({ status: 401 });
});

test("`local` talks to the one browser here, or to the one it names", async () => {
  const api = openApi(undefined, desk);
  const ask = (json: object) => api.ask("/api/voice/token", { json, peer: NEAR });
  expect(await ask({})).toMatchObject({ status: 403 });

  const here = { fromLoopback: true };
  const ann = await connectFake(api.sessions, api.clock.now(), { user: "ann", ...here });
  const { userId } = ann.session.record;
  expect(await ask({})).toMatchObject({ status: 201, body: { identity: userId } });

  await connectFake(api.sessions, api.clock.now(), { user: "bob", ...here });
  expect(await ask({})).toMatchObject({ status: 403 });
  expect(await ask({ browserId: ann.session.record.id })).toMatchObject({
    status: 201,
    body: { identity: userId, token: `token for local to ${ann.session.record.id}` },
  });
});

test("who names one of their browsers talks to that one; nobody talks to a browser of others", async () => {
  const api = openApi(undefined, desk);
  const ann = await api.newUser();
  const bob = await api.newUser();
  const id = await api.connect(ann.userId);
  const ask = (browserId: string) =>
    api.ask("/api/voice/token", { as: ann.token, json: { browserId } });

  expect((await ask(id)).body).toMatchObject({ token: expect.stringContaining(` to ${id}`) });
  expect(await ask(await api.connect(bob.userId))).toMatchObject({ status: 403 });
});

test("where voice is off the answer says why", async () => {
  const api = openApi();
  const ann = await api.newUser();

  expect(await api.ask("/api/voice/token", { as: ann.token, json: {} })).toMatchObject({
    status: 503,
    body: { error: { message: "Voice is off. Not here." } },
  });
});
