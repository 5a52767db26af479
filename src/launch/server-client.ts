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
const POLL_MS = 100;

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
  try {
    const response = await fetch(`${url}/api/browsers`, {
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const parsed = browsersSchema.safeParse(await response.json());
    return parsed.data?.browsers.filter(({ state }) => state !== "detached");
  } catch {
    return undefined;
  }
}

/** The first connected browser that was not `before`; undefined when `signal` aborts first. */
export async function nextBrowser(
  url: string,
  before: readonly ConnectedBrowser[],
  signal: AbortSignal,
): Promise<ConnectedBrowser | undefined> {
  const known = new Set(before.map(({ browserId }) => browserId));
  while (!signal.aborted) {
    const found = (await connectedBrowsers(url))?.find(({ browserId }) => !known.has(browserId));
    if (found) return found;
    await Bun.sleep(POLL_MS);
  }
  return undefined;
}
