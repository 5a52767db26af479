import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = join(import.meta.dir, "../../src/main.ts");

export interface ProcessOptions {
  args: readonly string[];
  /** Made and removed by whoever starts two programs on one; otherwise each gets one of its own. */
  dataDir?: string;
  /** The program; by default the sources under Bun. */
  program?: readonly string[];
  env?: Record<string, string>;
}

/** The program as it is started from outside, in an empty folder. */
export class CommandProcess implements AsyncDisposable {
  readonly child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly #folder: string;
  readonly #said: Promise<unknown>;
  readonly #waiting: { pattern: RegExp; found: (match: RegExpExecArray) => void }[] = [];
  output = "";

  private constructor(folder: string, child: Bun.Subprocess<"ignore", "pipe", "pipe">) {
    this.#folder = folder;
    this.child = child;
    this.#said = Promise.all([this.#listen(child.stdout), this.#listen(child.stderr)]);
  }

  static async start(options: ProcessOptions): Promise<CommandProcess> {
    const folder = await mkdtemp(join(tmpdir(), "chrome-mcp-command-"));
    const child = Bun.spawn([...(options.program ?? [process.execPath, MAIN]), ...options.args], {
      cwd: folder,
      env: {
        ...process.env,
        CHROME_MCP_DATA_DIR: options.dataDir ?? join(folder, "data"),
        ...options.env,
      },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    return new CommandProcess(folder, child);
  }

  /** The first place in the output that looks like this; rejects when the program ends without it. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    const match = pattern.exec(this.output);
    if (match) return Promise.resolve(match);
    const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
    this.#waiting.push({ pattern, found: resolve });
    void this.#said.then(() => reject(new Error(`never said ${pattern}:\n${this.output}`)));
    return promise;
  }

  /** The address in the line that says that it serves. */
  async url(): Promise<string> {
    return (await this.says(/ready at (http:\S+)/))[1] ?? "";
  }

  /** Waits for the end; answers the exit code and everything that was said. */
  async ended(): Promise<{ code: number; output: string }> {
    const code = await this.child.exited;
    await this.#said;
    return { code, output: this.output };
  }

  async #listen(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.output += decoder.decode(chunk, { stream: true });
      for (const { pattern, found } of this.#waiting) {
        const match = pattern.exec(this.output);
        if (match) found(match);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
    await this.child.exited;
    clearTimeout(timer);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
