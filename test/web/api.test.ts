import { expect, test } from "bun:test";
import { z } from "zod";
import { MADE_A_MINUTE } from "../../src/web/api.ts";
import { NEAR } from "../auth/office.ts";
import { connectFake } from "../support/fake-browser.ts";
import { type Ask, credentialSchema, openApi } from "./open-api.ts";

const invitationSchema = z.object({ invitation: z.string(), expiresMs: z.number() });

test("anybody may ask for the health, and learns of a store that cannot save", async () => {
  expect(await openApi().ask("/health")).toMatchObject({
    status: 200,
    body: { status: "ok", version: "1.2.3", store: { state: "ok" } },
  });
  const degraded = openApi({ state: "degraded", reason: "the disk is full" });
  expect(await degraded.ask("/health")).toMatchObject({
    status: 200,
    body: { status: "degraded", store: { state: "degraded", reason: "the disk is full" } },
  });
});

test("`local` and the admin see the statistics of the whole server", async () => {
  const api = openApi();
  const { secret } = await api.credentials.makeForAdmin("me");
  const { session } = await connectFake(api.sessions, api.clock.now());
  for (const asker of [{ peer: NEAR }, { as: secret }]) {
    expect(await api.ask("/api/stats", asker)).toMatchObject({
      status: 200,
      body: {
        sessions: { totalUsers: 1, totalSessions: 1, activeConnections: 1 },
        routing: { routedBy: {}, sessions: { [session.record.id]: { calls: 0 } } },
      },
    });
  }
});

test("a user sees the statistics and the browsers of nobody else, whatever the scope", async () => {
  const api = openApi();
  const [ann, bob] = [await api.newUser(), await api.newUser()];
  const annsBrowser = await api.connect(ann.userId);
  const bobsBrowser = await api.connect(bob.userId);
  const control = await api.make(ann.token, "control");
  const view = await api.make(ann.token, "view");

  for (const as of [ann.token, control.secret, view.secret]) {
    const stats = await api.ask("/api/stats", { as });
    expect(stats.body).toEqual({
      sessions: { totalSessions: 1, activeConnections: 1 },
      routing: { sessions: { [annsBrowser]: { calls: 0, inFlight: 0, p50: null, p95: null } } },
      voice: { state: "off", why: "Not here." },
    });
    const browsers = await api.ask("/api/browsers", { as });
    expect(browsers.body).toMatchObject({ browsers: [{ browserId: annsBrowser }] });
    expect(JSON.stringify([stats, browsers])).not.toContain(bobsBrowser);
  }
});

test("`local` sees the browsers of this machine", async () => {
  const api = openApi();
  const near = await connectFake(api.sessions, api.clock.now(), {
    user: "ann",
    fromLoopback: true,
  });
  await connectFake(api.sessions, api.clock.now(), { user: "bob", fromLoopback: false });
  expect((await api.ask("/api/browsers", { peer: NEAR })).body).toEqual({
    browsers: [
      { browserId: near.session.record.id, userId: "user_1_ann", name: "Test", state: "connected" },
    ],
  });
});

test("without a credential, with a wrong one and with a strange header there is nothing but 401", async () => {
  const api = openApi();
  const wrong: Ask[] = [
    {},
    { as: "password", peer: NEAR },
    { as: `cmc_${"A".repeat(43)}`, peer: NEAR },
    { headers: { authorization: "Basic YTpi" }, peer: NEAR },
    { headers: { authorization: "" }, peer: NEAR },
  ];
  for (const path of ["/api/stats", "/api/browsers", "/api/credentials"]) {
    for (const asker of wrong) {
      const answer = await api.ask(path, asker);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: "unauthorized" } } });
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  }
});

test("a browser makes a credential that works, sees it listed without its secret, and revokes it", async () => {
  const api = openApi();
  const ann = await api.newUser();
  const made = await api.ask("/api/credentials", {
    as: ann.token,
    json: { scope: "control", label: "Claude", expiresInMs: 60_000 },
  });
  expect(made.status).toBe(201);
  const { id, secret } = credentialSchema.parse(made.body);
  expect(await api.whoIs(secret)).toMatchObject({ userId: ann.userId, scope: "control" });

  const list = await api.ask("/api/credentials", { as: ann.token });
  expect(list.body).toMatchObject({
    credentials: [{ scope: "browser" }, { id, scope: "control", label: "Claude" }],
  });
  expect(JSON.stringify(list.body)).not.toMatch(/secret|hash|cm[bc]_/);

  const path = `/api/credentials/${id}`;
  expect((await api.ask(path, { as: ann.token, method: "DELETE" })).status).toBe(200);
  expect(await api.whoIs(secret)).toMatch(/revoked/);
  expect((await api.ask(path, { as: ann.token, method: "DELETE" })).status).toBe(404);
});

test("nobody makes more than their scope allows, and `view` makes nothing", async () => {
  const api = openApi();
  const { token } = await api.newUser();
  const { secret: control } = await api.make(token, "control");
  const { secret: view } = await api.make(token, "view");
  for (const scope of ["browser", "admin"]) {
    const answer = await api.ask("/api/credentials", { as: control, json: { scope } });
    expect(answer.status).toBe(400);
  }
  for (const asker of [{ as: view }, { peer: NEAR }]) {
    const forbidden = { status: 403, body: { error: { code: "forbidden" } } };
    const json = { scope: "view" };
    expect(await api.ask("/api/credentials", { ...asker, json })).toMatchObject(forbidden);
    expect(await api.ask("/api/credentials", asker)).toMatchObject(forbidden);
    expect(await api.ask("/api/invitations", { ...asker, json: {} })).toMatchObject(forbidden);
  }
});

test("somebody else's credential is answered like one that never was", async () => {
  const api = openApi();
  const [ann, bob] = [await api.newUser(), await api.newUser()];
  const { id } = await api.make(ann.token, "control");
  const remove = (which: string) =>
    api.ask(`/api/credentials/${which}`, { as: bob.token, method: "DELETE" });
  const [foreign, unknown] = [await remove(id), await remove("cred_nothing")];
  expect(foreign.status).toBe(404);
  expect(foreign.body).toEqual(unknown.body);
});

test("a user's invitation brings a browser to that user, an admin's makes a new one", async () => {
  const api = openApi();
  const ann = await api.newUser();
  const { secret: admin } = await api.credentials.makeForAdmin("me");
  const invite = async (as: string) => {
    const made = await api.ask("/api/invitations", { as, json: {} });
    expect(made.status).toBe(201);
    return invitationSchema.parse(made.body);
  };
  const own = await invite(ann.token);
  expect(own.expiresMs).toBeGreaterThan(api.clock.now());
  expect(await api.enrol(own)).toMatchObject({ ok: true, userId: ann.userId });
  const stranger = await api.enrol(await invite(admin));
  expect(stranger).toMatchObject({ ok: true });
  expect(stranger).not.toMatchObject({ userId: ann.userId });
});

test("one user makes only so many credentials and invitations in a minute, and keeps nobody else from it", async () => {
  const api = openApi();
  const [ann, bob] = [await api.newUser(), await api.newUser()];
  const make = (as: string) => api.ask("/api/credentials", { as, json: { scope: "view" } });
  for (let made = 0; made < MADE_A_MINUTE; made++) expect((await make(ann.token)).status).toBe(201);

  const refused = await make(ann.token);
  expect(refused).toMatchObject({ status: 429, body: { error: { code: "too_many" } } });
  expect(refused.headers.get("retry-after")).toBe("60");
  expect((await api.ask("/api/invitations", { as: ann.token, json: {} })).status).toBe(429);
  expect((await make(bob.token)).status).toBe(201);
  api.clock.move(60_000);
  expect((await make(ann.token)).status).toBe(201);
});

test("a body that is no JSON, of a wrong form or over 64 KB gets a clear error", async () => {
  const api = openApi();
  const { token: as } = await api.newUser();
  const headers = { "content-type": "application/json" };
  const post = (ask: Ask) => api.ask("/api/credentials", { as, method: "POST", ...ask });
  const big = JSON.stringify({ scope: "view", label: "x".repeat(70_000) });

  expect(await post({ body: "{}" })).toMatchObject({ status: 415 });
  expect(await post({ body: "{}", headers: { "content-type": "text/plain" } })).toMatchObject({
    status: 415,
  });
  expect(await post({ body: "{", headers })).toMatchObject({
    status: 400,
    body: { error: { code: "not_json" } },
  });
  const wrong = await post({ json: { scope: "view", label: 1 } });
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  expect(JSON.stringify(wrong.body)).toContain("label");
  expect((await post({ json: { scope: "view", surprise: 1 } })).status).toBe(400);
  expect(await post({ body: big, headers })).toMatchObject({ status: 413 });
  const stream = new Blob([big]).stream();
  expect(await post({ body: stream, headers })).toMatchObject({ status: 413 });
});

test("an unknown address is 404, a wrong method 405 with those that are right", async () => {
  const api = openApi();
  for (const path of ["/api/", "/api/nothing", "/api/credentials/", "/api/credentials/a/b"]) {
    expect((await api.ask(path, { peer: NEAR })).status).toBe(404);
  }
  for (const [path, method, allowed] of [
    ["/health", "POST", "GET"],
    ["/api/stats", "DELETE", "GET"],
    ["/api/credentials", "PUT", "GET, POST"],
    ["/api/credentials/cred_1", "GET", "DELETE"],
  ] as const) {
    const answer = await api.ask(path, { method, peer: NEAR });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe(allowed);
  }
});

test("answers are not cached", async () => {
  const api = openApi();
  expect((await api.ask("/health")).headers.get("cache-control")).toBe("no-store");
});

test("a list of browsers that the asker has already is held back until it is another one, or they wait no longer", async () => {
  const api = openApi();
  const [ann, bob] = [await api.newUser(), await api.newUser()];
  const first = await api.ask("/api/browsers", { as: ann.token });
  const ask = (headers: Record<string, string> = {}) => {
    const tag = first.headers.get("etag") ?? "";
    return api.ask("/api/browsers", {
      as: ann.token,
      headers: { "if-none-match": tag, ...headers },
    });
  };
  const now = ask();
  api.clock.move(0);
  expect(await now).toMatchObject({ status: 304, body: undefined });

  const waiting = ask({ prefer: "respond-async, wait=20" });
  await api.connect(bob.userId);
  // By the time that this is answered, the other one waits again.
  expect((await api.ask("/api/browsers", { as: ann.token })).body).toEqual({ browsers: [] });
  api.clock.move(19_999);
  const browserId = await api.connect(ann.userId);
  expect(await waiting).toMatchObject({
    status: 200,
    body: { browsers: [{ browserId, state: "connected" }] },
  });

  const same = ask({
    "if-none-match": (await waiting).headers.get("etag") ?? "",
    prefer: "wait=20",
  });
  api.clock.move(20_000);
  expect((await same).status).toBe(304);
});

test("whoever waits for another list is refused once their credential is revoked", async () => {
  const api = openApi();
  const ann = await api.newUser();
  const { id, secret } = await api.make(ann.token, "view");
  const first = await api.ask("/api/browsers", { as: secret });
  const headers = { "if-none-match": first.headers.get("etag") ?? "", prefer: "wait=20" };
  const waiting = api.ask("/api/browsers", { as: secret, headers });
  await api.credentials.revoke(ann.userId, id);
  await api.connect(ann.userId);
  expect((await waiting).status).toBe(401);
});
