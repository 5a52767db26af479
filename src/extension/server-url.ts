import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { TEXTS } from "./texts.ts";

/** Where a server is looked for when nobody said. */
export const DEFAULT_SERVER_URL = "http://localhost:3001";

/**
 * The origin of a server, from what a person typed or pasted. A path is dropped, so that the address of
 * `/mcp` may be pasted too. Without a scheme: `http` on this machine, `https` elsewhere.
 */
export function parseServerUrl(text: string): Outcome<string> {
  const typed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : withScheme(typed));
  if (!url || url.hostname === "") return fail("invalid_arguments", TEXTS.address.notAnAddress);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return fail("invalid_arguments", TEXTS.address.wrongScheme);
  }
  if (url.username !== "" || url.password !== "") {
    return fail("invalid_arguments", TEXTS.address.noPassword);
  }
  return succeed(url.origin);
}

function withScheme(typed: string): string {
  const url = URL.parse(`http://${typed}`);
  return url && isLoopback(url.hostname) ? `http://${typed}` : `https://${typed}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Others on the network could read what goes to this server. */
export function isUnencrypted(serverUrl: string): boolean {
  const url = URL.parse(serverUrl);
  return url !== null && url.protocol === "http:" && !isLoopback(url.hostname);
}

/** Where the socket of a server is. */
export function socketUrl(serverUrl: string): string {
  return `${serverUrl.replace(/^http/, "ws")}/chrome`;
}
