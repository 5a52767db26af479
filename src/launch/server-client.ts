import { z } from "zod";

/** The server as its own command line asks it, over the same addresses as everybody. */

const healthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  store: z.object({ state: z.string() }),
});

const browsersSchema = z.object({
  browsers: z.array(z.object({ browserId: z.string(), name: z.string(), state: z.string() })),
});
export type ConnectedBrowser = z.infer<typeof browsersSchema>["browsers"][number];

const DEADLINE_MS = 2_000;

/** Where a server that listens on `host` is reached from this machine. */
export function localAddress(host: string, port: number): string {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** The server of this kind at `url`: its version, or why there is none. */
export async function askHealth(
  url: string,
): Promise<{ state: "ours"; version: string } | { state: "foreign" } | { state: "nobody" }> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(DEADLINE_MS) });
    const health = healthSchema.safeParse(await response.json());
    return health.success ? { state: "ours", version: health.data.version } : { state: "foreign" };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    return {
      state: code === "ECONNREFUSED" || code === "ConnectionRefused" ? "nobody" : "foreign",
    };
  }
}

/** The browsers that `local` may use and that are there now; undefined when the server does not tell. */
export async function connectedBrowsers(url: string): Promise<ConnectedBrowser[] | undefined> {
  return (await askBrowsers(url, {}, AbortSignal.timeout(DEADLINE_MS)))?.browsers;
}

/** The first connected browser that was not `before`; undefined when `signal` aborts first or the server does not tell. */
export async function nextBrowser(
  url: string,
  before: readonly ConnectedBrowser[],
  signal: AbortSignal,
): Promise<ConnectedBrowser | undefined> {
  const known = new Set(before.map(({ browserId }) => browserId));
  let told = await askBrowsers(url, {}, signal);
  while (told) {
    const found = told.browsers.find(({ browserId }) => !known.has(browserId));
    if (found) return found;
    // Answered once it is another list, or after some seconds.
    told = await askBrowsers(url, { "If-None-Match": told.tag, Prefer: "wait=20" }, signal);
  }
  return undefined;
}

/** `tag` names the list, so that the server can be asked for another one. */
async function askBrowsers(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<{ browsers: ConnectedBrowser[]; tag: string } | undefined> {
  try {
    const response = await fetch(`${url}/api/browsers`, { headers, signal });
    const tag = response.headers.get("etag");
    if (tag === null) return undefined;
    if (response.status === 304) return { browsers: [], tag };
    const parsed = browsersSchema.safeParse(await response.json());
    const browsers = parsed.data?.browsers.filter(({ state }) => state !== "detached");
    return browsers && { browsers, tag };
  } catch {
    return undefined;
  }
}
