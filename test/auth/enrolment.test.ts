import { expect, test } from "bun:test";
import { NEWCOMERS_A_MINUTE } from "../../src/auth/enrolment.ts";
import { newSecret } from "../../src/auth/secret.ts";
import type { Enrolled } from "../../src/core/ports.ts";
import { FAR, NEAR, newInstallId, openOffice } from "./office.ts";

test("where enrolment is open, an extension becomes a new user and gets a token once", async () => {
  const office = openOffice();
  const first = letIn(await office.enrol());
  const second = letIn(await office.enrol());
  expect(first.userId).not.toBe(second.userId);
  expect(await office.store.countUsers()).toBe(2);
  expect(first.token).toMatch(/^cmb_/);
  const stored = JSON.stringify(await office.store.credentialsOf(first.userId));
  expect(stored).not.toContain(first.token ?? "");
});

test("a token is its user again, without a new token", async () => {
  const office = openOffice({ policy: "invite" });
  const { token, userId, installId } = await office.newUser();
  expect(await office.enrol({ token, installId })).toEqual({ ok: true, userId, token: undefined });
});

test("a token that is unknown, weak, of another scope or revoked is refused, also where enrolment is open", async () => {
  const office = openOffice();
  const { token, userId, installId, principal } = await office.newUser();
  const control = await office.make(principal, { scope: "control", label: "" });
  for (const wrong of [newSecret("browser"), "weak", "", control.secret]) {
    expect(await office.enrol({ token: wrong, installId, peer: NEAR })).toMatchObject({
      ok: false,
      reason: "unknown_token",
    });
  }
  await office.credentials.revoke(userId, principal.credentialId);
  expect(await office.enrol({ token, installId })).toMatchObject({ ok: false, reason: "revoked" });
});

test("a token that somebody copied is worth nothing to another install", async () => {
  const office = openOffice();
  const { token, userId, installId } = await office.newUser();
  expect(await office.enrol({ token })).toMatchObject({ ok: false, reason: "unknown_token" });
  expect(await office.enrol({ token, installId })).toMatchObject({ ok: true, userId });
});

test("where an invitation is needed, none, a wrong one and a used one do not let in", async () => {
  const office = openOffice({ policy: "invite" });
  const { invitation } = await office.credentials.invite(undefined, { uses: 2 });
  const refused = { ok: false, reason: "invitation_needed" };
  expect(await office.enrol({ peer: NEAR })).toMatchObject(refused);
  expect(await office.enrol({ invitation: newSecret("invitation") })).toMatchObject(refused);
  expect(await office.enrol({ invitation: "please" })).toMatchObject(refused);

  const one = letIn(await office.enrol({ invitation }));
  const two = letIn(await office.enrol({ invitation }));
  expect(one.userId).not.toBe(two.userId);
  expect(await office.enrol({ invitation })).toMatchObject(refused);
  expect(await office.store.countUsers()).toBe(2);
});

test("an expired invitation does not let in, and never falls back to open enrolment", async () => {
  const office = openOffice();
  const { invitation } = await office.credentials.invite(undefined, { expiresInMs: 1_000 });
  office.clock.move(1_000);
  expect(await office.enrol({ invitation })).toMatchObject({
    ok: false,
    reason: "invitation_needed",
  });
});

test("a user's own invitation brings another browser to the same user", async () => {
  const office = openOffice({ policy: "invite" });
  const ann = await office.newUser();
  const { invitation } = await office.credentials.invite(ann.principal);
  expect(await office.enrol({ invitation })).toMatchObject({ ok: true, userId: ann.userId });
  expect(await office.store.countUsers()).toBe(1);
});

test("two requests of one install at the same time end as one user, and spend one invitation", async () => {
  const office = openOffice({ policy: "invite" });
  const { invitation } = await office.credentials.invite(undefined);
  const installId = newInstallId();
  const requests = [1, 2, 3].map(() => office.enrol({ invitation, installId }));
  const enrolled = (await Promise.all(requests)).map(letIn);
  expect(await office.store.countUsers()).toBe(1);
  expect(new Set(enrolled.map(({ userId }) => userId)).size).toBe(1);
  for (const { token, userId } of enrolled) {
    expect(await office.whoIs(token)).toMatchObject({ kind: "user", userId });
  }
});

test("an install whose token was lost on the way gets the same user again within a minute", async () => {
  const office = openOffice();
  const installId = newInstallId();
  const first = letIn(await office.enrol({ installId }));
  office.clock.move(59_999);
  const second = letIn(await office.enrol({ installId }));
  office.clock.move(59_999);
  const third = letIn(await office.enrol({ installId }));
  expect([second.userId, third.userId]).toEqual([first.userId, first.userId]);
  expect(new Set([first.token, second.token, third.token]).size).toBe(3);

  office.clock.move(60_000);
  expect(letIn(await office.enrol({ installId })).userId).not.toBe(first.userId);
});

test("once its token was used, an install id alone is worth nothing", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  await office.enrol({ token: ann.token, installId: ann.installId });
  const stranger = letIn(await office.enrol({ installId: ann.installId }));
  expect(stranger.userId).not.toBe(ann.userId);
});

test("an install id from another kind of place is another user", async () => {
  const office = openOffice();
  const installId = newInstallId();
  const near = letIn(await office.enrol({ installId, peer: NEAR }));
  const far = letIn(await office.enrol({ installId, peer: FAR }));
  expect(near.userId).not.toBe(far.userId);
});

test("where enrolment is open, only so many strangers come in a minute; whoever is known, invited or on this machine does", async () => {
  const office = openOffice();
  const ann = await office.newUser();
  const { invitation } = await office.credentials.invite(undefined);
  for (let come = 1; come < NEWCOMERS_A_MINUTE; come++) letIn(await office.enrol());
  expect(await office.enrol()).toMatchObject({ ok: false, reason: "try_later" });

  letIn(await office.enrol({ token: ann.token, installId: ann.installId }));
  letIn(await office.enrol({ invitation }));
  letIn(await office.enrol({ peer: NEAR }));
  office.clock.move(60_000);
  letIn(await office.enrol());
});

function letIn(enrolled: Enrolled): Extract<Enrolled, { ok: true }> {
  if (!enrolled.ok) throw new Error(`refused: ${enrolled.reason}`);
  return enrolled;
}
