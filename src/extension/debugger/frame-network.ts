import { z } from "zod";
import type { DebuggerSession } from "./debugger-session.ts";

/**
 * The network of the frames that live in processes of their own, and of the page's workers, beside that of the
 * tab's main process.
 *
 *   deaf ── first need ──▶ heard ── nobody needs it ──▶ deaf
 *
 * While they are heard, Chrome holds up each one that comes until its network is on: its first request counts, too.
 */

const BUFFERS = { maxTotalBufferSize: 5_000_000, maxResourceBufferSize: 2_000_000 };

const attachedSchema = z.object({ sessionId: z.string() });

interface Hearing {
  needs: number;
  /** All that were there already are heard. */
  begun: Promise<unknown>;
  stopListening: () => void;
}

const hearings = new WeakMap<DebuggerSession, Hearing>();

/** Settles when they are heard. They are until disposed. */
export async function hearFrames(session: DebuggerSession): Promise<Disposable> {
  const hearing = hearings.get(session) ?? begin(session);
  hearing.needs++;
  await hearing.begun;
  return {
    [Symbol.dispose]: () => {
      hearing.needs--;
      if (hearing.needs === 0) end(session, hearing);
    },
  };
}

function begin(session: DebuggerSession): Hearing {
  session.holdsUpFrames = true;
  const stopListening = session.listen(({ method, params }) => {
    if (method !== "Target.attachedToTarget") return;
    const { data: added } = attachedSchema.safeParse(params);
    if (added) void hear(session, added.sessionId);
  });
  const begun = Promise.all([
    attachFrames(session),
    ...[...session.children].map((process) => hear(session, process)),
  ]);
  const hearing = { needs: 0, begun, stopListening };
  hearings.set(session, hearing);
  return hearing;
}

function hear(session: DebuggerSession, process: string): Promise<unknown> {
  return Promise.all([
    session.send("Network.enable", BUFFERS, process),
    attachFrames(session, process),
    session.send("Runtime.runIfWaitingForDebugger", undefined, process),
  ]);
}

function end(session: DebuggerSession, { stopListening }: Hearing): void {
  hearings.delete(session);
  session.holdsUpFrames = false;
  stopListening();
  for (const process of [undefined, ...session.children]) {
    void attachFrames(session, process);
    if (process !== undefined) void session.send("Network.disable", undefined, process);
  }
}

/** The frames below one process, each with a session of its own from then on. */
export function attachFrames(session: DebuggerSession, process?: string): Promise<unknown> {
  const params = {
    autoAttach: true,
    flatten: true,
    waitForDebuggerOnStart: session.holdsUpFrames,
  };
  return session.send("Target.setAutoAttach", params, process);
}
