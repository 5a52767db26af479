import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { Cdp } from "./cdp.ts";
import { until } from "./until.ts";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-gpu",
  "--site-per-process",
  "--remote-debugging-port=0",
  "--window-size=1280,900",
];

const targetsSchema = z.object({
  targetInfos: z.array(z.object({ targetId: z.string(), type: z.string(), url: z.string() })),
});
const createdSchema = z.object({ targetId: z.string() });

export interface ChromiumOptions {
  /** Folder of the unpacked extension; it is copied. Without it, none. */
  extension?: string;
  /** Server that the extension is to find without being told. */
  serverUrl?: string;
  /** Let the extension open its first-run page. */
  welcome?: boolean;
  flags?: readonly string[];
  /**
   * Optional permissions that the person is to have given already. Nobody can press Chrome's own button for
   * them in a test, so this browser's copy of the manifest asks for them at once.
   */
  permissions?: readonly string[];
}

/** A real Chromium with a fresh profile, and the extension loaded in it. */
export class Chromium implements AsyncDisposable {
  readonly cdp: Cdp;
  /** Folder of this browser's profile and of its copy of the extension. */
  readonly folder: string;
  readonly #process: Bun.Subprocess<"ignore", "ignore", "pipe">;

  private constructor(
    cdp: Cdp,
    folder: string,
    process: Bun.Subprocess<"ignore", "ignore", "pipe">,
  ) {
    this.cdp = cdp;
    this.folder = folder;
    this.#process = process;
  }

  static async start(options: ChromiumOptions = {}): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), "chromium-"));
    const flags = [
      ...FLAGS,
      `--user-data-dir=${join(folder, "profile")}`,
      ...(options.flags ?? []),
    ];
    if (options.extension !== undefined) {
      const copy = join(folder, "extension");
      await cp(options.extension, copy, { recursive: true });
      if (options.serverUrl !== undefined) {
        const defaults = JSON.stringify({
          serverUrl: options.serverUrl,
          welcome: options.welcome ?? false,
        });
        await Bun.write(join(copy, "defaults.json"), defaults);
      }
      if (options.permissions) await grant(copy, options.permissions);
      flags.push(`--load-extension=${copy}`, `--disable-extensions-except=${copy}`);
    }
    const process = Bun.spawn([chromiumPath(), ...flags, "about:blank"], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    });
    const cdp = await Cdp.connect(await debuggingAddress(process.stderr));
    return new Chromium(cdp, folder, process);
  }

  async targets() {
    return (await this.cdp.ask(targetsSchema, "Target.getTargets")).targetInfos;
  }

  /** Opens a page; answers a session on it. */
  async open(url: string, options: { background?: boolean } = {}): Promise<string> {
    const { targetId } = await this.cdp.ask(createdSchema, "Target.createTarget", {
      url,
      background: options.background ?? false,
    });
    return this.cdp.attach(targetId);
  }

  /** A session on the extension's service worker, as soon as it runs. Keeps the worker alive. */
  async extensionWorker(): Promise<string> {
    const isWorker = (target: unknown) => {
      const parsed = z
        .object({ targetInfo: z.object({ type: z.string(), url: z.string() }) })
        .safeParse(target);
      const info = parsed.data?.targetInfo;
      return info?.type === "service_worker" && info.url.startsWith(EXTENSION_ORIGIN);
    };
    const created = this.cdp.next(
      ({ method, params }) => method.startsWith("Target.targetCreated") && isWorker(params),
    );
    await this.cdp.send("Target.setDiscoverTargets", { discover: true });
    const there = (await this.targets()).find((target) => isWorker({ targetInfo: target }));
    if (there) return this.cdp.attach(there.targetId);
    const { params } = await created;
    const { targetInfo } = z.object({ targetInfo: createdSchema }).parse(params);
    return this.cdp.attach(targetInfo.targetId);
  }

  /** Ends the extension's worker, as Chrome does, and waits for the next: a page that speaks to it starts one. */
  async restartWorker(): Promise<void> {
    const workers = async () =>
      (await this.targets()).filter(({ type }) => type === "service_worker");
    const [worker] = await workers();
    await this.cdp.send("Target.closeTarget", { targetId: worker?.targetId });
    await until("another worker", async () =>
      (await workers()).some(({ targetId }) => targetId !== worker?.targetId) ? true : undefined,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cdp.send("Browser.close").catch(() => undefined);
    await this.cdp[Symbol.asyncDispose]();
    await this.#process.exited;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const manifestSchema = z.looseObject({
  permissions: z.array(z.string()),
  optional_permissions: z.array(z.string()),
});

async function grant(extension: string, given: readonly string[]): Promise<void> {
  const file = Bun.file(join(extension, "manifest.json"));
  const manifest = manifestSchema.parse(await file.json());
  const permissions = [...manifest.permissions, ...given];
  const optional = manifest.optional_permissions.filter((name) => !given.includes(name));
  await file.write(JSON.stringify({ ...manifest, permissions, optional_permissions: optional }));
}

function chromiumPath(): string {
  for (const name of ["chromium", "chromium-browser", "google-chrome-for-testing"]) {
    const path = Bun.which(name);
    if (path !== null) return path;
  }
  throw new Error("These tests need Chromium on the PATH.");
}

/** Chromium says on stderr where its DevTools listen. */
async function debuggingAddress(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  void (async () => {
    const decoder = new TextDecoder();
    let said = "";
    for await (const chunk of stderr) {
      if (said.length < 20_000) said += decoder.decode(chunk, { stream: true });
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    }
    reject(new Error(`Chromium did not start: ${said}`));
  })();
  return promise;
}
