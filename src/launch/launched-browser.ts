import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { DebuggingPipe } from "./debugging-pipe.ts";

const FLAGS = [
  "--remote-debugging-pipe",
  // Lets `Extensions.loadUnpacked` work; branded Chrome takes no --load-extension any more.
  "--enable-unsafe-extension-debugging",
  "--no-first-run",
  "--no-default-browser-check",
];

const CLOSE_DEADLINE_MS = 5_000;

export interface LaunchWish {
  program: string;
  profileFolder: string;
  extensionFolder: string;
  headless: boolean;
  sandbox: boolean;
  url: string | undefined;
  /** The extension is not the one that this profile ran last. */
  extensionChanged: boolean;
  /** Settles when nobody wants it any more. */
  stopped: Promise<void>;
}

/** A browser that this process started, with the extension in it. */
export class LaunchedBrowser {
  readonly #child: ChildProcess;
  readonly #pipe: DebuggingPipe;
  /** Settles when the browser has ended, whoever ended it. */
  readonly closed: Promise<void>;

  private constructor(child: ChildProcess, pipe: DebuggingPipe, closed: Promise<void>) {
    this.#child = child;
    this.#pipe = pipe;
    this.closed = closed;
  }

  static async start(wish: LaunchWish): Promise<Outcome<LaunchedBrowser>> {
    await mkdir(wish.profileFolder, { recursive: true, mode: 0o700 });
    // Chrome knows an extension's worker by its version alone, and would go on with the old script.
    if (wish.extensionChanged) {
      const workers = join(wish.profileFolder, "Default", "Service Worker");
      await rm(workers, { recursive: true, force: true });
    }
    const flags = [...FLAGS, `--user-data-dir=${wish.profileFolder}`];
    if (wish.headless) flags.push("--headless=new");
    if (!wish.sandbox) flags.push("--no-sandbox");
    // A process group of its own: Ctrl+C reaches this program alone, which then closes the browser in order.
    const child = spawn(wish.program, [...flags, wish.url ?? "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      detached: true,
    });
    const ended = Promise.withResolvers<void>();
    child.once("exit", () => ended.resolve());
    child.once("error", () => ended.resolve());
    const [, , , toBrowser, fromBrowser] = child.stdio;
    if (!(toBrowser instanceof Writable) || !(fromBrowser instanceof Readable)) {
      return fail(
        "internal",
        `${wish.program} could not be started. Name the program of your browser with --browser PATH.`,
      );
    }
    const pipe = new DebuggingPipe(toBrowser, fromBrowser);
    const browser = new LaunchedBrowser(child, pipe, ended.promise);
    const loaded = pipe.ask("Extensions.loadUnpacked", { path: wish.extensionFolder }).then(
      () => "loaded" as const,
      () => "failed" as const,
    );
    const stopped = wish.stopped.then(() => "stopped" as const);
    const became = await Promise.race([loaded, ended.promise, stopped]);
    if (became === "loaded") return succeed(browser);
    await browser.close();
    return became === "stopped"
      ? fail("cancelled", "Stopped before the browser was ready.")
      : fail("internal", notLoaded(wish));
  }

  async close(): Promise<void> {
    this.#pipe.ask("Browser.close").catch(() => undefined);
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), CLOSE_DEADLINE_MS);
    await this.closed;
    clearTimeout(timer);
  }
}

function notLoaded({ program, sandbox }: LaunchWish): string {
  const root = sandbox && process.getuid?.() === 0;
  return (
    `${program} did not start with the extension. ` +
    (root
      ? "It refuses to run as root: use another account, or add --no-sandbox in a container that is made for it alone."
      : "Is this profile open in another window? Close that, or choose another with --profile. Chrome has to be of version 137 or newer.")
  );
}
