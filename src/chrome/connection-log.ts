import type { Logger } from "../core/ports.ts";
import type { Connection, Session } from "../core/session.ts";
import type { CloseReason } from "../protocol/close-codes.ts";

/** How connections come, change and go, as an operator reads it in the log. */
export class ConnectionLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  registered(session: Session, connection: Connection, resumed: boolean): void {
    const fields = { ...idsOf(session, connection), resumed };
    this.#logger.info(fields, "🟢 [Chrome Extension] Connection registered");
  }

  /** Of somebody who became no connection there are no ids. */
  refused(reason: CloseReason): void {
    this.#logger.info({ reason }, "🔴 [Chrome Extension] Connection refused");
  }

  suspect(session: Session, connection: Connection): void {
    const fields = idsOf(session, connection);
    this.#logger.warn(fields, "🟡 [Chrome Extension] Connection misses its heartbeats");
  }

  answersAgain(session: Session, connection: Connection): void {
    this.#logger.info(
      idsOf(session, connection),
      "🟢 [Chrome Extension] Connection answers its heartbeats again",
    );
  }

  paused(session: Session, connection: Connection): void {
    const { paused } = connection;
    this.#logger.info(
      { ...idsOf(session, connection), paused },
      paused
        ? "⏸️ [Chrome Extension] Connection paused"
        : "▶️ [Chrome Extension] Connection resumed",
    );
  }

  closed(
    session: Session,
    connection: Pick<Connection, "id">,
    reason: CloseReason | "closed",
  ): void {
    const fields = { ...idsOf(session, connection), reason };
    this.#logger.info(fields, "🔴 [Chrome Extension] Connection closed");
  }
}

function idsOf({ record }: Session, { id }: Pick<Connection, "id">) {
  return { userId: record.userId, sessionId: record.id, connectionId: id };
}
