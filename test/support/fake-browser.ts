import type { BrowserLink } from "../../src/core/ports.ts";
import type { SessionManager } from "../../src/core/session-manager.ts";
import type { Connection, Session } from "../../src/core/session.ts";
import type { CallTool } from "../../src/protocol/call-tool.ts";
import { type InstallId, installIdSchema, userIdSchema } from "../../src/protocol/ids.ts";
import type { ToExtension } from "../../src/protocol/messages.ts";

/** The far side of a socket: keeps what the core sends. */
export class FakeLink implements BrowserLink {
  readonly frames: ToExtension[] = [];
  closedWith: number | undefined;
  /** False: the socket takes nothing more. */
  takes = true;

  send(frame: ToExtension): boolean {
    if (this.takes) this.frames.push(frame);
    return this.takes;
  }

  close(code: number): void {
    this.closedWith = code;
  }

  get calls(): CallTool[] {
    return this.frames.filter((frame) => frame.type === "call_tool");
  }
}

export interface FakeBrowser {
  session: Session;
  connection: Connection;
  link: FakeLink;
  installId: InstallId;
}

/** Connects a browser of a user to a session manager, without any socket. */
export async function connectFake(
  sessions: SessionManager,
  nowMs: number,
  options: { user?: string; installId?: InstallId; fromLoopback?: boolean; label?: string } = {},
): Promise<FakeBrowser> {
  const link = new FakeLink();
  const installId = options.installId ?? installIdSchema.parse(crypto.randomUUID());
  const arrival = {
    userId: userIdSchema.parse(`user_1_${options.user ?? "ann"}`),
    info: {
      installId,
      label: options.label ?? "Test",
      userAgent: "Chrome",
      extensionVersion: "1.0.0",
    },
    fromLoopback: options.fromLoopback ?? true,
    link,
  };
  const { session } = await sessions.claim(arrival, nowMs);
  const { connection } = sessions.connect(session, arrival, nowMs);
  return { session, connection, link, installId };
}
