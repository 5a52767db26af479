import type { Server } from "bun";
import type { SocketState } from "./chrome/socket-state.ts";
import { bugFields } from "./core/bug.ts";
import type { Logger, Peer } from "./core/ports.ts";
import { preflight, readableBy } from "./http/cors.ts";
import { problem } from "./web/json-answer.ts";

/** The parts of the server that answer requests. Each is asked only after Host and Origin were found right. */
export interface Entrances {
  /** Why a request may not come in at all, or undefined. */
  guard: (request: Request) => Response | undefined;
  /** The origin of a request from elsewhere that may read its answer, or undefined. */
  foreignOrigin: (request: Request) => string | undefined;
  peerOf: (request: Request, remoteAddress: () => string | undefined) => Peer;
  /** `/mcp` and `/mcp/<secret>`. */
  mcp: (request: Request, pathSecret: string | undefined, peer: Peer) => Promise<Response>;
  /** `/chrome`; undefined when the request became a socket. */
  chrome: (request: Request, server: Server<SocketState>, peer: Peer) => Response | undefined;
  /** `/health` and `/api/…`. */
  api: (request: Request, url: URL, peer: Peer) => Promise<Response>;
  /** The start page, its assets and the extension; undefined when there is no such file. */
  files: (request: Request, pathname: string) => Response | undefined;
  logger: Logger;
}

/**
 * One request to its entrance. What goes wrong behind it without being expected ends here: it is
 * logged, and answered without a word of what it was.
 */
export async function enter(
  entrances: Entrances,
  request: Request,
  server: Server<SocketState>,
): Promise<Response | undefined> {
  try {
    return await dispatch(entrances, request, server);
  } catch (cause) {
    entrances.logger.error(bugFields(cause), "[Server] A request failed");
    return problem(500, "internal", "Something went wrong in the server. It was logged.");
  }
}

async function dispatch(
  entrances: Entrances,
  request: Request,
  server: Server<SocketState>,
): Promise<Response | undefined> {
  const refused = entrances.guard(request);
  if (refused) return refused;
  const origin = entrances.foreignOrigin(request);
  if (origin === undefined) return answer(entrances, request, server);
  if (request.method === "OPTIONS") return preflight(origin);
  const response = await answer(entrances, request, server);
  return response && readableBy(response, origin);
}

async function answer(
  entrances: Entrances,
  request: Request,
  server: Server<SocketState>,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const { pathname } = url;
  const peer = entrances.peerOf(request, () => server.requestIP(request)?.address);

  if (pathname === "/mcp") return entrances.mcp(request, undefined, peer);
  if (pathname.startsWith("/mcp/")) return entrances.mcp(request, pathname.slice(5), peer);
  if (pathname === "/chrome") return entrances.chrome(request, server, peer);
  if (pathname === "/health" || pathname.startsWith("/api/")) {
    return entrances.api(request, url, peer);
  }
  return (
    entrances.files(request, pathname) ??
    problem(404, "not_found", "There is nothing here. The start page is at /.")
  );
}
