import { createHash } from "node:crypto";
import { hostname } from "node:os";

/** Names a server among those on one LiveKit server, before and after a restart: one at a time serves from a data folder. */
export function nodeIdOf(dataDir: string): string {
  return createHash("sha256").update(`${hostname()}\n${dataDir}`).digest("hex").slice(0, 16);
}
