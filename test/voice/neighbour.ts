import { join } from "node:path";
import type { LivekitAccess } from "../../src/voice/livekit-access.ts";
import { until } from "../support/until.ts";
import { type Figures, type ToNeighbour, figuresSchema } from "./neighbour-messages.ts";

/** Another server with an agent of the same name on the same LiveKit server. */
export class Neighbour implements AsyncDisposable {
  readonly #asked: ((figures: Figures) => void)[] = [];
  readonly #process = Bun.spawn([process.execPath, join(import.meta.dir, "neighbour-process.ts")], {
    ipc: (data: unknown) => this.#asked.shift()?.(figuresSchema.parse(data)),
    env: { ...process.env, NODE_ENV: "production" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });

  /** Resolves when LiveKit knows its agent. */
  static async start(
    access: LivekitAccess,
    settings: { maxSessions: number; knowsAll: boolean },
  ): Promise<Neighbour> {
    const neighbour = new Neighbour();
    await neighbour.#ask({ type: "start", access, ...settings });
    await until(
      "the neighbour to be on",
      async () => (await neighbour.figures()).isOn || undefined,
    );
    return neighbour;
  }

  figures(): Promise<Figures> {
    return this.#ask({ type: "figures" });
  }

  #ask(message: ToNeighbour): Promise<Figures> {
    const { promise, resolve } = Promise.withResolvers<Figures>();
    this.#asked.push(resolve);
    this.#process.send(message);
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}
