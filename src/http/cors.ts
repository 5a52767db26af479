/**
 * Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol): what lets a page of another
 * origin, having been let in, read what it is answered. Nobody gets in by it.
 */

const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, POST, DELETE",
  "Access-Control-Allow-Headers":
    "Authorization, Content-Type, Last-Event-ID, Mcp-Protocol-Version, Mcp-Session-Id, X-Session-Id, X-User-Id",
  "Access-Control-Max-Age": "600",
};

/** What a browser asks before it lets a page of `origin` send its request. */
export function preflight(origin: string): Response {
  return readableBy(new Response(null, { status: 204, headers: PREFLIGHT }), origin);
}

export function readableBy(response: Response, origin: string): Response {
  response.headers.set("Access-Control-Allow-Origin", origin);
  response.headers.set("Access-Control-Expose-Headers", "Mcp-Session-Id, Retry-After");
  response.headers.append("Vary", "Origin");
  return response;
}
