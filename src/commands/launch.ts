import { hostname } from "node:os";
import { join } from "node:path";
import { Option } from "commander";
import { z } from "zod";
import type { Config } from "../config.ts";
import { findBrowser, thisMachine } from "../launch/find-browser.ts";
import { LaunchedBrowser } from "../launch/launched-browser.ts";
import {
  askHealth,
  connectedBrowsers,
  localAddress,
  nextBrowser,
} from "../launch/server-client.ts";
import { unpackExtension } from "../launch/unpack-extension.ts";
import type { Outcome } from "../protocol/failure.ts";
import { defineCommand } from "./command.ts";
import { type StartedServer, startServer, stopServer, stopSignal } from "./running-server.ts";

const CONNECT_DEADLINE_MS = 20_000;
const UNAVAILABLE = 69;
const DEFAULT_PROFILE = "default";

const profileError = "expected a name of letters, digits, - and _";

const optionsSchema = z.object({
  profile: z.string({ error: profileError }).regex(/^[\w-]{1,64}$/, { error: profileError }),
  headless: z.boolean().optional(),
  url: z.url({ error: "expected an address such as https://example.com" }).optional(),
  browser: z.string({ error: "expected the path of a program" }).optional(),
  sandbox: z.boolean(),
});

/**
 * From nothing to a browser that an AI client can drive: a server (the one that runs, or one in this
 * process), and a browser with the extension in a profile of its own. Both end with this command; a
 * server that was there before goes on.
 */
export const launch = defineCommand({
  name: "launch",
  description:
    "Run the server, if it does not run yet, and open a browser that is connected to it.",
  options: [
    new Option("--profile <name>", "profile of the browser, kept under the data folder").default(
      DEFAULT_PROFILE,
    ),
    new Option("--headless", "without a window"),
    new Option("--url <address>", "page to open first"),
    new Option("--browser <path>", "program of the browser; by default it is looked for"),
    new Option("--no-sandbox").hideHelp(),
  ],
  schema: optionsSchema,
  async run(config, options) {
    const stopped = stopSignal();
    const program = options.browser ?? findBrowser(thisMachine(config.programFolders));
    if (program === undefined) {
      console.error(
        "No Chrome, Chromium or Edge was found on this machine. Install one, or name its program with --browser PATH.",
      );
      return UNAVAILABLE;
    }
    const server = await findOrStartServer(config);
    if ("exitCode" in server) return server.exitCode;
    const exitCode = await drive(config, options, { program, url: server.url, stopped });
    if (server.started) await stopServer(server.started, config);
    return exitCode;
  },
});

type Server = { url: string; started: Extract<StartedServer, { ok: true }> | undefined };

async function findOrStartServer(config: Config): Promise<Server | { exitCode: number }> {
  const { host, port } = config.server;
  const url = localAddress(host, port);
  if (port !== 0 && (await askHealth(url)).state === "ours") {
    console.log(`chrome-mcp-remote-server already runs at ${url}`);
    return { url, started: undefined };
  }
  const started = await startServer(config);
  if (!started.ok) return { exitCode: started.exitCode };
  return { url: localAddress(host, Number(new URL(started.app.url).port || 80)), started };
}

interface Scene {
  program: string;
  url: string;
  /** Settles when this program is told to stop. */
  stopped: Promise<void>;
}

/** Opens the browser, says how to use it, and stays until it is closed or this program is told to stop. */
async function drive(
  config: Config,
  options: z.infer<typeof optionsSchema>,
  scene: Scene,
): Promise<number> {
  const { url, stopped } = scene;
  const before = (await connectedBrowsers(url)) ?? [];
  const opened = await openBrowser(config, options, scene);
  if (!opened.ok) {
    console.error(opened.failure.message);
    return UNAVAILABLE;
  }
  const browser = opened.value;
  const gone = Promise.race([browser.closed, stopped]);
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), CONNECT_DEADLINE_MS);
  void gone.then(() => waiting.abort());
  const connected = await nextBrowser(url, before, waiting.signal);
  clearTimeout(timer);
  console.log(connected ? usage(url, connected) : NOT_CONNECTED);
  await gone;
  await browser.close();
  return 0;
}

/** A browser in the profile that is wanted, with the extension of this program in it. */
async function openBrowser(
  config: Config,
  { profile, headless = false, sandbox, url: page }: z.infer<typeof optionsSchema>,
  { program, url, stopped }: Scene,
): Promise<Outcome<LaunchedBrowser>> {
  const folder = join(config.server.dataDir, "browsers", profile);
  const extensionFolder = join(folder, "extension");
  const unpacked = await unpackExtension(extensionFolder, {
    serverUrl: url,
    machine: hostname().slice(0, 60),
    ...(profile !== DEFAULT_PROFILE && { profile: profile.slice(0, 40) }),
    welcome: false,
  });
  if (!unpacked.ok) return unpacked;
  return LaunchedBrowser.start({
    program,
    extensionFolder,
    profileFolder: join(folder, "profile"),
    headless,
    sandbox,
    url: page,
    extensionChanged: unpacked.value.changed,
    stopped,
  });
}

const NOT_CONNECTED =
  "The browser is open, but this server does not say that it is connected. Click the extension's icon in " +
  "the browser: it says what is missing, for example an invitation.";

function usage(url: string, { browserId, name }: { browserId: string; name: string }): string {
  const client = {
    mcpServers: { "chrome-mcp-remote-server": { type: "streamableHttp", url: `${url}/mcp` } },
  };
  return `
${name} is connected: ${browserId}

AI clients on this machine find it at ${url}/mcp. Where a client wants JSON:

${JSON.stringify(client, null, 2)}

Close the browser or press Ctrl+C to end.`;
}
