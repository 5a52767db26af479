import { expect, test } from "bun:test";
import { newSecret } from "../../src/auth/secret.ts";
import type { Principal } from "../../src/core/principal.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { FAR, NEAR, openOffice } from "./office.ts";

test("a credential is its user, within its scope, from anywhere", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  for (const scope of ["control", "view"] as const) {
    const { credential, secret } = await office.make(ann.principal, {
      scope,
      label: "",
    });
    const expected: Principal = {
      kind: "user",
      userId: ann.userId,
      scope,
      credentialId: credential.id,
    };
    expect(await office.whoIs(secret, FAR)).toEqual(expected);
    expect(await office.whoIs(secret, NEAR)).toEqual(expected);
  }
  const { secret } = await office.credentials.makeForAdmin("me");
  expect(await office.whoIs(secret)).toMatchObject({ kind: "admin" });
});

test("no credential is `local` from this machine, and nobody from elsewhere", async () => {
  const office = openOffice();
  expect(await office.whoIs(undefined, NEAR)).toEqual({ kind: "local" });
  expect(await office.whoIs(undefined, FAR)).toMatch(/needs a credential/);
});

test("where `local` is switched off, this machine needs a credential too", async () => {
  const office = openOffice({ localAllowed: false });
  expect(await office.whoIs(undefined, NEAR)).toMatch(/needs a credential/);
});

test("a wrong secret is refused also from this machine: it never falls back to `local`", async () => {
  const office = openOffice();
  for (const wrong of ["", "password", newSecret("control"), newSecret("invitation")]) {
    expect(await office.whoIs(wrong, NEAR)).toMatch(/not known/);
  }
});

test("a secret of the wrong shape never reaches the store", async () => {
  const store = new MemorySessionStore();
  let lookups = 0;
  store.credentialByHash = async () => {
    lookups += 1;
    return undefined;
  };
  const office = openOffice({ store });
  await office.whoIs("password");
  expect(lookups).toBe(0);
  await office.whoIs(newSecret("control"));
  expect(lookups).toBe(1);
});

test("an expired and a revoked credential are refused with the reason", async () => {
  const office = openOffice();
  const { principal, userId } = await office.newUser();
  const short = await office.make(principal, {
    scope: "control",
    label: "",
    expiresInMs: 1_000,
  });
  const revoked = await office.make(principal, { scope: "control", label: "" });
  await office.credentials.revoke(userId, revoked.credential.id);
  expect(await office.whoIs(revoked.secret)).toMatch(/revoked/);

  office.clock.move(999);
  expect(await office.whoIs(short.secret)).toMatchObject({ kind: "user" });
  office.clock.move(1);
  expect(await office.whoIs(short.secret)).toMatch(/expired/);
});

test("a client in a hurry costs the store one look, and a revocation counts at once", async () => {
  const store = new MemorySessionStore();
  let lookups = 0;
  const credentialByHash = store.credentialByHash.bind(store);
  store.credentialByHash = (hash) => {
    lookups += 1;
    return credentialByHash(hash);
  };
  const office = openOffice({ store });
  const { principal, userId } = await office.newUser();
  const { credential, secret } = await office.make(principal, {
    scope: "control",
    label: "",
  });
  lookups = 0;
  for (let times = 0; times < 100; times += 1) await office.whoIs(secret);
  expect(lookups).toBe(1);

  await office.credentials.revoke(userId, credential.id);
  expect(await office.whoIs(secret)).toMatch(/revoked/);
});

test("a credential that another process revoked ends within a tenth of a second", async () => {
  const office = openOffice();
  const { principal } = await office.newUser();
  const { credential, secret } = await office.make(principal, {
    scope: "control",
    label: "",
  });
  expect(await office.whoIs(secret)).toMatchObject({ kind: "user" });
  await office.store.saveCredential({ ...credential, revokedMs: office.clock.now() });
  office.clock.move(100);
  expect(await office.whoIs(secret)).toMatch(/revoked/);
});

test("so it does when the clock is set back an hour", async () => {
  const office = openOffice();
  const { principal } = await office.newUser();
  const { credential, secret } = await office.make(principal, { scope: "control", label: "" });
  expect(await office.whoIs(secret)).toMatchObject({ kind: "user" });
  await office.store.saveCredential({ ...credential, revokedMs: office.clock.now() });
  office.clock.set(-3_600_000);
  office.clock.move(100);
  expect(await office.whoIs(secret)).toMatch(/revoked/);
});

test("when a credential was last used is written in batches, and at the end", async () => {
  const store = new MemorySessionStore();
  const batches: number[] = [];
  const touch = store.touchCredentials.bind(store);
  store.touchCredentials = (used) => {
    batches.push(used.size);
    return touch(used);
  };
  const office = openOffice({ store });
  const { token, userId } = await office.newUser();
  for (let times = 0; times < 100; times += 1) await office.whoIs(token);
  expect(batches).toEqual([]);

  office.clock.move(30_000);
  expect(batches).toEqual([1]);
  const usedMs = office.clock.now();
  await office.whoIs(token);
  await office.lastUse[Symbol.asyncDispose]();
  expect(batches).toEqual([1, 1]);
  expect((await store.credentialsOf(userId))[0]?.lastUsedMs).toBe(usedMs);
  expect(office.clock.timers).toBe(0);
});
