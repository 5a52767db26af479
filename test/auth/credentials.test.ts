import { expect, test } from "bun:test";
import type { CredentialRecord } from "../../src/core/ports.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { newInstallId, openOffice } from "./office.ts";

test("a credential is listed for its user until it is revoked or expires, and never with its secret", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const bob = await office.newUser();
  const wish = { scope: "control", label: "Claude" } as const;
  const kept = await office.make(ann.principal, wish);
  const short = await office.make(ann.principal, { ...wish, expiresInMs: 10 });
  const revoked = await office.make(ann.principal, wish);
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
  const { credential, secret } = await office.make(ann.principal, {
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
  const [ann, bob] = [await office.newUser(), await office.newUser()];
  const view = await office.make(ann.principal, { scope: "view", label: "" });
  const told: CredentialRecord[] = [];
  const stop = office.credentials.onEnded((credential) => told.push(credential));
  await office.credentials.revoke(ann.userId, view.credential.id);
  await office.credentials.revoke(ann.userId, ann.principal.credentialId);
  expect(told).toMatchObject([
    { userId: ann.userId, id: view.credential.id, scope: "view" },
    { userId: ann.userId, installId: ann.installId, scope: "browser" },
  ]);

  stop();
  await office.credentials.revoke(bob.userId, bob.principal.credentialId);
  expect(told).toHaveLength(2);
});

test("whoever wants to know is told of a credential that expired, once", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const wish = { scope: "control", label: "guest" } as const;
  const guest = await office.make(ann.principal, { ...wish, expiresInMs: 1_000 });
  await office.make(ann.principal, { ...wish, expiresInMs: 60_000 });
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
  const guest = await office.make(ann.principal, {
    scope: "control",
    label: "guest",
    expiresInMs: 5_000,
  });
  const maker = { ...ann.principal, credentialId: guest.credential.id };
  const child = await office.make(maker, { scope: "control", label: "for ever?" });
  const invitation = await office.credentials.invite(maker);
  expect(child.credential.expiresMs).toBe(guest.credential.expiresMs);
  expect(invitation.expiresMs).toBe(office.clock.now() + 5_000);
});

test("what was made with a credential is revoked with it: whoever stole it is left with nothing", async () => {
  const office = openOffice({ policy: "invite" });
  const ann = await office.newUser();
  const wish = { scope: "control", label: "" } as const;
  const kept = await office.make(ann.principal, wish);
  const stolen = await office.make(ann.principal, wish);
  const thief = { ...ann.principal, credentialId: stolen.credential.id };
  const second = await office.make(thief, wish);
  const third = await office.make({ ...thief, credentialId: second.credential.id }, wish);
  const [used, unused] = [
    await office.credentials.invite(thief),
    await office.credentials.invite(thief),
  ];
  const installId = newInstallId();
  const browser = await office.enrol({ invitation: used.invitation, installId });
  if (!browser.ok) throw new Error("the invitation was good until now");

  await office.credentials.revoke(ann.userId, stolen.credential.id);
  for (const { secret } of [stolen, second, third]) {
    expect(await office.whoIs(secret)).toMatch(/revoked/);
  }
  const { token } = browser;
  expect(await office.enrol({ token, installId })).toMatchObject({ ok: false, reason: "revoked" });
  expect(await office.enrol({ invitation: unused.invitation })).toMatchObject({
    ok: false,
    reason: "invitation_needed",
  });
  expect(await office.whoIs(kept.secret)).toMatchObject({ kind: "user" });
  expect(await office.whoIs(ann.token)).toMatchObject({ kind: "user" });
});

test("what is made while its maker's credential is revoked ends with it as well", async () => {
  class SlowStore extends MemorySessionStore {
    beforeSaving: () => Promise<unknown> = async () => undefined;
    override async saveCredential(credential: CredentialRecord): Promise<void> {
      const { beforeSaving } = this;
      this.beforeSaving = async () => undefined;
      await beforeSaving();
      await super.saveCredential(credential);
    }
  }
  const store = new SlowStore();
  const office = openOffice({ store });
  const ann = await office.newUser();
  const wish = { scope: "control", label: "" } as const;
  const stolen = await office.make(ann.principal, wish);
  store.beforeSaving = () => office.credentials.revoke(ann.userId, stolen.credential.id);
  const maker = { ...ann.principal, credentialId: stolen.credential.id };
  expect(await office.credentials.make(maker, wish)).toBeUndefined();
  expect((await office.credentials.list(ann.userId)).map(({ scope }) => scope)).toEqual([
    "browser",
  ]);
});
