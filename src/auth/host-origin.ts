import { EXTENSION_ORIGIN } from "../protocol/extension-id.ts";
import { isLoopbackAddress } from "./peer.ts";

export interface HostOriginParts {
  /** What the server is bound to, with the port it really got. */
  hostname: string;
  port: number;
  /** Origin under which people reach the server through something in front of it. */
  publicUrl?: string | undefined;
  /** Further `Host` values, as `name` or `name:port`. */
  allowedHosts?: readonly string[];
  /** Further origins, as browsers write them. */
  allowedOrigins?: readonly string[];
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * Which `Host` and `Origin` a request may carry. Both are compared whole with a fixed set, so that nothing that
 * only begins or ends like an allowed name passes. This is what keeps a web page, also one that points a name
 * of its own at 127.0.0.1, from talking to this server.
 */
export class HostOrigin {
  readonly #hosts = new Set<string>();
  readonly #origins = new Set<string>();
  /** Not of this server's own pages. */
  readonly #foreignOrigins: ReadonlySet<string>;

  constructor(parts: HostOriginParts) {
    const host = bracketed(parts.hostname.toLowerCase());
    const isLoopback = isLoopbackAddress(parts.hostname) || host === "localhost";
    const isWildcard = host === "0.0.0.0" || host === "[::]";
    // Names of this machine are right wherever the server is bound to loopback or to everything.
    const names = isLoopback || isWildcard ? [host, ...LOOPBACK_NAMES] : [host];
    for (const name of names) this.#allow(new URL(`http://${name}:${parts.port}`));
    if (parts.publicUrl !== undefined) this.#allow(new URL(parts.publicUrl));
    for (const extra of parts.allowedHosts ?? []) this.#hosts.add(extra.toLowerCase());
    this.#foreignOrigins = new Set([EXTENSION_ORIGIN, ...(parts.allowedOrigins ?? [])]);
    for (const origin of this.#foreignOrigins) this.#origins.add(origin);
  }

  /** Undefined when the request may come in; otherwise what to answer. */
  check(headers: Headers): { status: 403 | 421; code: string; message: string } | undefined {
    const host = headers.get("host")?.toLowerCase();
    if (host === undefined || !this.#hosts.has(host)) {
      return {
        status: 421,
        code: "wrong_host",
        message:
          "This server is not reached under this name. Use the address it prints when it starts, " +
          "or set server.public_url or server.allowed_hosts.",
      };
    }
    const origin = headers.get("origin");
    if (origin !== null && !this.#origins.has(origin)) {
      return {
        status: 403,
        code: "wrong_origin",
        message:
          "Web pages of this origin may not use this server. If yours should, set server.allowed_origins.",
      };
    }
    return undefined;
  }

  /** Does the request come from our extension? `/chrome` takes nothing else. */
  isExtension(headers: Headers): boolean {
    return this.foreignOrigin(headers)?.startsWith("chrome-extension://") === true;
  }

  /** The origin of somebody from elsewhere who may come in, and is to be let read what they are answered. */
  foreignOrigin(headers: Headers): string | undefined {
    const origin = headers.get("origin");
    return origin !== null && this.#foreignOrigins.has(origin) ? origin : undefined;
  }

  #allow(url: URL): void {
    // `host` leaves the default port out, and clients may write it or not.
    this.#hosts.add(url.host);
    this.#hosts.add(`${url.hostname}:${url.port || DEFAULT_PORTS[url.protocol]}`);
    this.#origins.add(url.origin);
  }
}

function bracketed(hostname: string): string {
  return hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
}
