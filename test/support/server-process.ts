import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The program from its sources, as `start` runs it. */
export const FROM_SOURCES = [process.execPath, join(import.meta.dir, "../../src/main.ts")];

/** The same on a machine that has no livekit-server. */
export const WITHOUT_LIVEKIT = ["/usr/bin/env", "PATH=/nowhere", ...FROM_SOURCES];

/** The server as a process of its own, which a test may kill and start again in the same data folder. */
export class ServerProcess implements AsyncDisposable {
  readonly #command: readonly string[];
  readonly #flags: readonly string[];
  readonly #folder: string;
  #process: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined;
  #url = "";

  private constructor(command: readonly string[], flags: readonly string[], folder: string) {
    this.#command = command;
    this.#flags = flags;
    this.#folder = folder;
  }

  static async start(
    command: readonly string[] = FROM_SOURCES,
    flags: readonly string[] = [],
  ): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), "chrome-mcp-process-"));
    const server = new ServerProcess(command, flags, folder);
    await server.#spawn("0");
    return server;
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** As a power cut for the process: no farewell to anybody. */
  async kill9(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#process?.exited;
  }

  /** On the same port, with the same data. */
  async restart(): Promise<void> {
    await this.#spawn(new URL(this.#url).port);
  }

  /** Ends it politely; answers its exit code. */
  async stop(): Promise<number> {
    this.#process?.kill("SIGTERM");
    return (await this.#process?.exited) ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill9();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #spawn(port: string): Promise<void> {
    const started = Bun.spawn(
      [
        ...this.#command,
        "serve",
        "--port",
        port,
        "--data-dir",
        join(this.#folder, "data"),
        "--log-format",
        "json",
        ...this.#flags,
      ],
      { cwd: this.#folder, stdin: "ignore", stdout: "pipe", stderr: "inherit" },
    );
    this.#process = started;
    this.#url = await readyLine(started.stdout);
  }
}

/** The address in the line that the server prints when it serves. Reads on, so that the log never blocks it. */
async function readyLine(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  void (async () => {
    const decoder = new TextDecoder();
    let said = "";
    for await (const chunk of stdout) {
      if (said.length < 50_000) said += decoder.decode(chunk, { stream: true });
      const url = /chrome-mcp-remote-server ready at (http:\/\/[^\s"]+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    }
    reject(new Error(`The server ended before it was ready:\n${said}`));
  })();
  return promise;
}
