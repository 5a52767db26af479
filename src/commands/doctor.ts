import { access, constants, mkdir } from "node:fs/promises";
import { z } from "zod";
import type { Config } from "../config.ts";
import { findBrowser, thisMachine } from "../launch/find-browser.ts";
import { askHealth, connectedBrowsers, localAddress } from "../launch/server-client.ts";
import { findLivekitServer } from "../voice/livekit-server.ts";
import { whyVoiceIsOff } from "../voice/why-off.ts";
import { EXTENSION_VERSION, extensionZipFile } from "../web/embedded-assets.ts";
import { defineCommand } from "./command.ts";

interface Finding {
  /** `needless`: something is missing that the server runs without. */
  ok: boolean | "needless";
  what: string;
  remedy?: string;
}

export const doctor = defineCommand({
  name: "doctor",
  description: "Check what the server needs, and say what to do where something is missing.",
  options: [],
  schema: z.object({}),
  async run(config) {
    const findings = [
      { ok: true, what: "the settings are right" },
      await dataFolder(config),
      browser(config),
      talking(config),
      await extensionInside(),
      ...(await server(config)),
    ];
    for (const { ok, what, remedy } of findings) {
      console.log(`${ok === "needless" ? "○" : ok ? "✔" : "✖"} ${what}`);
      if (ok !== true && remedy !== undefined) console.log(`    ${remedy}`);
    }
    return findings.every(({ ok }) => ok) ? 0 : 1;
  },
});

async function dataFolder({ server: { dataDir } }: Config): Promise<Finding> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK);
    return { ok: true, what: `data is kept in ${dataDir}` };
  } catch {
    return {
      ok: false,
      what: `nothing can be written to ${dataDir}`,
      remedy: "Choose another folder with --data-dir, or make this one writable.",
    };
  }
}

function browser({ programFolders }: Config): Finding {
  const program = findBrowser(thisMachine(programFolders));
  return program === undefined
    ? {
        ok: "needless",
        what: "no Chrome, Chromium or Edge on this machine",
        remedy:
          "Only launch needs one here: install one, or name its program with launch --browser PATH.",
      }
    : { ok: true, what: `launch opens ${program}` };
}

function talking({ voice }: Config): Finding {
  const program = findLivekitServer();
  const why = whyVoiceIsOff(voice, program);
  if (why !== undefined)
    return { ok: "needless", what: "nobody can talk to a browser", remedy: why };
  return { ok: true, what: `people talk by way of ${voice.livekit.url ?? program}` };
}

async function extensionInside(): Promise<Finding> {
  return (await extensionZipFile().exists())
    ? { ok: true, what: `the extension ${EXTENSION_VERSION} is inside` }
    : { ok: false, what: "the extension is not built", remedy: "Run bun src/build/assets.ts." };
}

async function server({ server: { host, port } }: Config): Promise<Finding[]> {
  const url = localAddress(host, port);
  const health = port === 0 ? ({ state: "nobody" } as const) : await askHealth(url);
  if (health.state === "foreign") {
    return [
      {
        ok: false,
        what: `something else answers at ${url}`,
        remedy: "Stop that program, or choose another port with --port.",
      },
    ];
  }
  if (health.state === "nobody") {
    return [{ ok: true, what: `port ${port} is free; no server runs there now` }];
  }
  const browsers = await connectedBrowsers(url);
  return [
    { ok: true, what: `the server ${health.version} runs at ${url}` },
    {
      ok: browsers === undefined || browsers.length > 0,
      what:
        browsers === undefined
          ? "it tells nobody without a credential which browsers are connected"
          : `${browsers.length} of this machine's browsers ${browsers.length === 1 ? "is" : "are"} connected`,
      remedy: `Open a browser with launch, or load the extension that the command extension writes.`,
    },
  ];
}
