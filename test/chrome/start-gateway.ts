import { expect } from "bun:test";
import { Gateway, type GatewayParts } from "../../src/chrome/gateway.ts";
import type { SocketState } from "../../src/chrome/socket-state.ts";
import { CallLedger } from "../../src/core/call-ledger.ts";
import { newCallId } from "../../src/core/ids.ts";
import { OpenQuestions } from "../../src/core/open-questions.ts";
import type { Enrolled, Enrolment } from "../../src/core/ports.ts";
import { SessionManager } from "../../src/core/session-manager.ts";
import { type SessionId, installIdSchema, userIdSchema } from "../../src/protocol/ids.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import type { Effect } from "../../src/tools/contract.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";
import { StubExtension } from "../support/stub-extension.ts";

/** Takes in everybody whose token is a user's name. */
export const byName: Enrolment = {
  enrol: async ({ token }): Promise<Enrolled> =>
    token === undefined
      ? { ok: false, reason: "invitation_needed", message: "Ask for an invitation." }
      : { ok: true, userId: userIdSchema.parse(`user_1_${token}`), token: undefined },
};

/** A gateway on a socket of its own, and all that it needs. */
export async function startGateway(enrolment = byName, parts: Partial<GatewayParts> = {}) {
  const clock = new FakeClock();
  const logger = new QuietLogger();
  const sessions = new SessionManager(new MemorySessionStore(), logger);
  const ledger = new CallLedger(clock);
  const questions = new OpenQuestions();
  const gateway = new Gateway({
    sessions,
    ledger,
    questions,
    clock,
    logger,
    enrolment,
    heartbeatMs: 20_000,
    serverVersion: "1.2.3",
    extensionVersion: "1.2.3",
    ...parts,
  });
  const server = Bun.serve<SocketState>({
    hostname: "127.0.0.1",
    port: 0,
    websocket: gateway.websocket,
    fetch: (request, bun) => gateway.upgrade(request, bun, { loopback: true }),
  });
  const connect = (user: string, installId = installIdSchema.parse(crypto.randomUUID())) =>
    StubExtension.connect(server.url.href, { info: { token: user, installId } });
  const call = (
    sessionId: SessionId,
    effect: Effect = "read",
    signal = new AbortController().signal,
  ) => {
    const session = sessions.byId(sessionId);
    if (!session) throw new Error("no such session");
    return ledger.open({
      id: newCallId(),
      session,
      tool: "chrome_read_page",
      effect,
      args: {},
      timeoutMs: 10_000,
      caller: { id: "c", name: "test", kind: "mcp" },
      signal,
      onProgress: () => undefined,
    });
  };
  return {
    clock,
    logger,
    sessions,
    ledger,
    questions,
    gateway,
    connect,
    call,
    url: server.url.href,
    async [Symbol.asyncDispose]() {
      gateway.close();
      await server.stop(true);
      expect(clock.timers).toBe(0);
    },
  };
}
