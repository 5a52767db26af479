import { expect, test } from "bun:test";
import type { CredentialRecord } from "../../src/core/ports.ts";
import { openOffice } from "./office.ts";

test("a credential is listed for its user until it is revoked or expires, and never with its secret", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const bob = await office.newUser();
  const wish = { scope: "control", label: "Claude" } as const;
  const kept = await office.credentials.make(ann.principal, wish);
  const short = await office.credentials.make(ann.principal, { ...wish, expiresInMs: 10 });
  const revoked = await office.credentials.make(ann.principal, wish);
  await office.credentials.revoke(ann.userId, revoked.credential.id);
  office.clock.move(10);

  const list = await office.credentials.list(ann.userId);
  expect(list.map(({ scope }) => scope)).toEqual(["browser", "control"]);
  expect(list[1]?.id).toBe(kept.credential.id);
  expect(JSON.stringify(list)).not.toContain(kept.secret);
  expect(await office.credentials.list(bob.userId)).toHaveLength(1);
  expect(await office.whoIs(short.secret)).toMatch(/expired/);
});

test("nobody revokes what is somebody else's", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const bob = await office.newUser();
  const { credential, secret } = await office.credentials.make(ann.principal, {
    scope: "view",
    label: "",
  });
  expect(await office.credentials.revoke(bob.userId, credential.id)).toBe(false);
  expect(await office.whoIs(secret)).toMatchObject({ kind: "user" });
  expect(await office.credentials.revoke(ann.userId, credential.id)).toBe(true);
  expect(await office.credentials.revoke(ann.userId, credential.id)).toBe(false);
});

test("whoever wants to know is told of a revocation, once", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const told: CredentialRecord[] = [];
  const stop = office.credentials.onEnded((credential) => told.push(credential));
  await office.credentials.revoke(ann.userId, ann.principal.credentialId);
  expect(told).toMatchObject([{ userId: ann.userId, installId: ann.installId, scope: "browser" }]);

  stop();
  const again = await office.credentials.make(ann.principal, { scope: "view", label: "" });
  await office.credentials.revoke(ann.userId, again.credential.id);
  expect(told).toHaveLength(1);
});

test("whoever wants to know is told of a credential that expired, once", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const wish = { scope: "control", label: "guest" } as const;
  const guest = await office.credentials.make(ann.principal, { ...wish, expiresInMs: 1_000 });
  await office.credentials.make(ann.principal, { ...wish, expiresInMs: 60_000 });
  const told: string[] = [];
  office.credentials.onEnded(({ id }) => told.push(id));

  office.clock.move(999);
  await office.credentials.endExpired();
  expect(told).toEqual([]);
  office.clock.move(1);
  await office.credentials.endExpired();
  office.clock.move(1_000);
  await office.credentials.endExpired();
  expect(told).toEqual([guest.credential.id]);
});

test("what a credential with an end makes ends with it", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const guest = await office.credentials.make(ann.principal, {
    scope: "control",
    label: "guest",
    expiresInMs: 5_000,
  });
  const maker = { ...ann.principal, credentialId: guest.credential.id };
  const child = await office.credentials.make(maker, { scope: "control", label: "for ever?" });
  const invitation = await office.credentials.invite(maker);
  expect(child.credential.expiresMs).toBe(guest.credential.expiresMs);
  expect(invitation.expiresMs).toBe(office.clock.now() + 5_000);
});
