import { expect, test } from "bun:test";
import { newCallId, newUserId, sessionIdOf } from "../../src/core/ids.ts";
import type {
  AuditRecord,
  CredentialRecord,
  InvitationRecord,
  McpSessionRecord,
  SessionRecord,
  SessionStore,
  UserRecord,
} from "../../src/core/ports.ts";
import { type UserId, installIdSchema } from "../../src/protocol/ids.ts";

const START_MS = 1_700_000_000_000;

export function aUser(): UserRecord {
  return { id: newUserId(START_MS), createdMs: START_MS, sessionsMade: 1 };
}

export function aSession(userId: UserId, number = 1): SessionRecord {
  return {
    id: sessionIdOf(userId, number),
    userId,
    installId: installIdSchema.parse(crypto.randomUUID()),
    label: "Ann’s laptop",
    fromLoopback: true,
    userAgent: "Chrome/156",
    extensionVersion: "0.1.0",
    createdMs: START_MS,
    lastSeenMs: START_MS,
    detachedMs: null,
  };
}

export function aCredential(userId: UserId | null): CredentialRecord {
  return {
    id: `cred_${crypto.randomUUID()}`,
    hash: crypto.randomUUID(),
    scope: "control",
    userId,
    installId: null,
    madeBy: null,
    label: "Claude",
    createdMs: START_MS,
    expiresMs: null,
    revokedMs: null,
    lastUsedMs: null,
  };
}

export function anInvitation(usesLeft = 1): InvitationRecord {
  return {
    id: crypto.randomUUID(),
    hash: crypto.randomUUID(),
    userId: null,
    madeBy: null,
    createdMs: START_MS,
    expiresMs: START_MS + 1_000,
    usesLeft,
  };
}

export function anMcpSession(lastSeenMs = START_MS): McpSessionRecord {
  return {
    id: crypto.randomUUID(),
    openedBy: "local",
    protocolVersion: "2025-11-25",
    clientName: "a client",
    clientVersion: "1",
    selectedSession: null,
    createdMs: START_MS,
    lastSeenMs,
  };
}

export function anAuditLine(session: SessionRecord, atMs: number): AuditRecord {
  return {
    atMs,
    callId: newCallId(),
    sessionId: session.id,
    caller: "a client",
    tool: "chrome_read_page",
    outcome: "ok",
    durationMs: 12.5,
  };
}

/** What every `SessionStore` promises. */
export function sessionStoreContract(name: string, open: () => SessionStore): void {
  test(`${name}: what is saved is found again, field by field`, async () => {
    await using store = open();
    const user = aUser();
    const session = { ...aSession(user.id), detachedMs: START_MS + 1, fromLoopback: false };
    const credential: CredentialRecord = {
      ...aCredential(user.id),
      scope: "browser",
      installId: session.installId,
      madeBy: "cred_1",
      expiresMs: START_MS + 2,
    };
    const mcpSession = { ...anMcpSession(), selectedSession: session.id };
    await store.saveUser(user);
    await store.saveSession(session);
    await store.saveCredential(credential);
    await store.saveMcpSession(mcpSession);

    expect(await store.user(user.id)).toEqual(user);
    expect(await store.sessions()).toEqual([session]);
    expect(await store.credentialByHash(credential.hash)).toEqual(credential);
    expect(await store.mcpSession(mcpSession.id)).toEqual(mcpSession);
    expect(await store.countUsers()).toBe(1);
    expect(store.health()).toEqual({ state: "ok" });
  });

  test(`${name}: what was never saved is undefined`, async () => {
    await using store = open();
    expect(await store.user(newUserId(START_MS))).toBeUndefined();
    expect(await store.credentialByHash("nothing")).toBeUndefined();
    expect(await store.mcpSession("nothing")).toBeUndefined();
    expect(await store.spendInvitation("nothing", START_MS)).toBeUndefined();
    expect(await store.sessions()).toEqual([]);
    expect(await store.countUsers()).toBe(0);
  });

  test(`${name}: saving again replaces, and removing removes`, async () => {
    await using store = open();
    const session = aSession(aUser().id);
    await store.saveSession(session);
    await store.saveSession({ ...session, label: "renamed" });
    expect(await store.sessions()).toEqual([{ ...session, label: "renamed" }]);

    await store.removeSessions([session.id]);
    expect(await store.sessions()).toEqual([]);
  });

  test(`${name}: [SM6] the count of a user's sessions never goes back`, async () => {
    await using store = open();
    const user = aUser();
    await store.saveUser({ ...user, sessionsMade: 3 });
    await store.saveUser({ ...user, sessionsMade: 0 });
    expect((await store.user(user.id))?.sessionsMade).toBe(3);
  });

  test(`${name}: last-seen times go forward only, and touch no removed session`, async () => {
    await using store = open();
    const { id: userId } = aUser();
    const [kept, removed] = [aSession(userId), aSession(userId, 2)];
    await store.saveSession(kept);
    await store.saveSession(removed);
    await store.removeSessions([removed.id]);
    await store.touchSessions(
      new Map([
        [kept.id, START_MS + 5],
        [removed.id, START_MS + 5],
      ]),
    );
    await store.touchSessions(new Map([[kept.id, START_MS + 4]]));
    expect(await store.sessions()).toEqual([{ ...kept, lastSeenMs: START_MS + 5 }]);
  });

  test(`${name}: credentials are listed for their user alone, oldest first`, async () => {
    await using store = open();
    const [ann, bob] = [aUser().id, aUser().id];
    const newer = { ...aCredential(ann), createdMs: START_MS + 1 };
    const older = aCredential(ann);
    for (const credential of [newer, older, aCredential(bob), aCredential(null)]) {
      await store.saveCredential(credential);
    }
    expect(await store.credentialsOf(ann)).toEqual([older, newer]);
  });

  test(`${name}: credentials are found by the time in which they expired`, async () => {
    await using store = open();
    const { id: userId } = aUser();
    for (const expiresMs of [1, 2, 3, 4, null]) {
      await store.saveCredential({ ...aCredential(userId), expiresMs });
    }
    const found = await store.credentialsExpired(1, 3);
    expect(new Set(found.map(({ expiresMs }) => expiresMs))).toEqual(new Set([2, 3]));
  });

  test(`${name}: a revoked credential stays revoked, whoever saves it later`, async () => {
    await using store = open();
    const credential = aCredential(aUser().id);
    await store.saveCredential({ ...credential, revokedMs: START_MS + 1 });
    await store.saveCredential(credential);
    await store.touchCredentials(new Map([[credential.hash, START_MS + 9]]));
    expect(await store.credentialByHash(credential.hash)).toEqual({
      ...credential,
      revokedMs: START_MS + 1,
      lastUsedMs: START_MS + 9,
    });
  });

  test(`${name}: an invitation is spent as often as it has uses, also when asked at once`, async () => {
    await using store = open();
    const invitation = anInvitation(3);
    await store.saveInvitation(invitation);
    const asked = Array.from({ length: 10 }, () =>
      store.spendInvitation(invitation.hash, START_MS),
    );
    const spent = (await Promise.all(asked)).filter((answer) => answer !== undefined);
    expect(spent.map(({ usesLeft }) => usesLeft).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test(`${name}: an invitation ends at its time`, async () => {
    await using store = open();
    const invitation = anInvitation();
    await store.saveInvitation(invitation);
    expect(await store.spendInvitation(invitation.hash, invitation.expiresMs)).toBeUndefined();
    expect(await store.spendInvitation(invitation.hash, invitation.expiresMs - 1)).toBeDefined();
  });

  test(`${name}: credentials and invitations that ended long ago are removed, and no others`, async () => {
    await using store = open();
    const { id: userId } = aUser();
    const endings = [
      { revokedMs: 9 },
      { expiresMs: 9 },
      { revokedMs: 10, expiresMs: 9 },
      { revokedMs: 10 },
      { expiresMs: 10 },
      {},
    ];
    const credentials = endings.map((ending) => ({ ...aCredential(userId), ...ending }));
    for (const credential of credentials) await store.saveCredential(credential);
    const [old, fresh] = [9, 10].map((expiresMs) => ({ ...anInvitation(), expiresMs }));
    if (!old || !fresh) throw new Error("two were made");
    await store.saveInvitation(old);
    await store.saveInvitation(fresh);

    await store.removeEndedBefore(10);
    const left = await store.credentialsOf(userId);
    expect(new Set(left.map(({ id }) => id))).toEqual(
      new Set(credentials.slice(3).map(({ id }) => id)),
    );
    expect(await store.spendInvitation(old.hash, 0)).toBeUndefined();
    expect(await store.spendInvitation(fresh.hash, 0)).toBeDefined();
  });

  test(`${name}: MCP sessions are found by their age and by who opened them, and removed`, async () => {
    await using store = open();
    const [old, fresh, touched, named] = [1, 100, 2, 100].map(anMcpSession);
    if (!old || !fresh || !touched || !named) throw new Error("four were made");
    const [hers, unused] = [100, 99].map((ms) => ({ ...anMcpSession(ms), openedBy: "cred_1" }));
    if (!hers || !unused) throw new Error("two were made");
    for (const session of [old, fresh, touched, named, hers, unused]) {
      await store.saveMcpSession(session);
    }
    await store.touchMcpSessions(new Map([[touched.id, 100]]));
    await store.removeMcpSessions([named.id]);

    expect(new Set(await store.mcpSessionsSeenBefore(100))).toEqual(new Set([old.id, unused.id]));
    expect(await store.mcpSessionsOpenedBy("cred_1")).toEqual([unused.id, hers.id]);
    await store.removeMcpSessions([old.id, unused.id, hers.id]);
    for (const { id } of [old, named, unused, hers])
      expect(await store.mcpSession(id)).toBeUndefined();
    expect(await store.mcpSession(fresh.id)).toEqual(fresh);
    expect(await store.mcpSession(touched.id)).toEqual({ ...touched, lastSeenMs: 100 });
  });

  test(`${name}: the audit trail of a session is read newest first, and trimmed by age`, async () => {
    await using store = open();
    const [mine, other] = [aSession(aUser().id), aSession(aUser().id)];
    const lines = Array.from({ length: 500 }, (_, index) => anAuditLine(mine, index));
    await store.appendAudit([...lines, anAuditLine(other, 500)]);
    expect(await store.auditOf(mine.id, 2)).toEqual(lines.slice(-2).toReversed());

    await store.trimAudit(498);
    expect(await store.auditOf(mine.id, 10)).toEqual(lines.slice(-2).toReversed());
    expect(await store.auditOf(other.id, 10)).toHaveLength(1);
  });
}
