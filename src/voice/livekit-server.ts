import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import type { LivekitAccess } from "./livekit-access.ts";

/** Where a livekit-server of this machine is, if there is one. */
export function findLivekitServer(): string | undefined {
  return Bun.which("livekit-server") ?? undefined;
}

export const HOW_TO_GET_LIVEKIT =
  "Put `livekit-server` on the PATH (for example `brew install livekit`, or a release from the LiveKit project), " +
  "or set livekit.url, api_key and api_secret in livekit_config.yaml.";

/** How often a server that is starting is asked whether it is there. */
const ASK_MS = 50;
const START_DEADLINE_MS = 15_000;
const TRIES = 3;

/** A livekit-server of our own, on loopback, with keys that nobody else ever sees. Ends with this process. */
export class LivekitServer implements AsyncDisposable {
  readonly access: LivekitAccess;
  readonly exited: Promise<number>;
  readonly #process: Bun.Subprocess<"pipe", "ignore", "ignore">;

  private constructor(process: Bun.Subprocess<"pipe", "ignore", "ignore">, access: LivekitAccess) {
    this.#process = process;
    this.access = access;
    this.exited = process.exited;
  }

  /** `keep` starts it again where it was, so that tokens made before go on working; `signal` gives it up. */
  static async start(
    program: string,
    { keep, signal }: { keep?: LivekitAccess; signal?: AbortSignal } = {},
  ): Promise<LivekitServer> {
    for (let tries = 1; ; tries += 1) {
      const server = await LivekitServer.#spawn(program, keep);
      if (await server.#answers(signal)) return server;
      await server[Symbol.asyncDispose]();
      // A port that was free a moment ago may be somebody's now.
      if (tries === TRIES || signal?.aborted === true)
        throw new Error("livekit-server did not start");
    }
  }

  static async #spawn(program: string, keep: LivekitAccess | undefined): Promise<LivekitServer> {
    const port = keep ? Number(new URL(keep.url).port) : await freePort("tcp");
    const access: LivekitAccess = keep ?? {
      url: `ws://127.0.0.1:${port}`,
      publicUrl: `ws://127.0.0.1:${port}`,
      apiKey: "chrome-mcp",
      apiSecret: crypto.getRandomValues(new Uint8Array(32)).toHex(),
    };
    const udpPort = await freePort("udp");
    const config = {
      port,
      bind_addresses: ["127.0.0.1"],
      keys: { [access.apiKey]: access.apiSecret },
      logging: { level: "error" },
      rtc: {
        tcp_port: await freePort("tcp"),
        udp_port: udpPort,
        node_ip: "127.0.0.1",
        use_external_ip: false,
        enable_loopback_candidate: true,
        interfaces: { includes: ["lo", "lo0"] },
        // With none, clients are sent to public ones: each join would look their names up, in a dozen threads that
        // wait for an answer of the network where there is none. Nobody has to answer here.
        stun_servers: [`127.0.0.1:${udpPort}`],
      },
    };
    return new LivekitServer(spawn(program, JSON.stringify(config)), access);
  }

  /** False when it ended, answers nothing for long, or is given up. */
  async #answers(givenUp?: AbortSignal): Promise<boolean> {
    const address = this.access.url.replace(/^ws/, "http");
    const late = AbortSignal.timeout(START_DEADLINE_MS);
    const signal = givenUp ? AbortSignal.any([givenUp, late]) : late;
    for (;;) {
      const answered = await fetch(address, { signal }).then(
        (response) => response.ok,
        () => false,
      );
      if (this.#process.exitCode !== null || signal.aborted) return false;
      if (answered) return true;
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stdin.end();
    if (process.platform === "win32") this.#process.kill();
    await this.#process.exited;
  }
}

/**
 * A shell holds the server's life to ours: when its standard input ends, because we closed it or were
 * killed, it ends the server. At once: asked politely, a livekit-server waits for everybody to leave. A server
 * that ends by itself ends the shell.
 */
const HELD = `exec 3<&0
"$@" 3<&- </dev/null & server=$!
{ while read -r line <&3; do :; done; kill -9 $server; } & watch=$!
wait $server; code=$?
kill $watch
exit $code`;

function spawn(program: string, config: string): Bun.Subprocess<"pipe", "ignore", "ignore"> {
  const words = [program, "--config-body", config];
  const held = ["sh", "-c", HELD, "livekit-server", ...words];
  return Bun.spawn(process.platform === "win32" ? words : held, {
    stdin: "pipe",
    stdout: "ignore",
    stderr: "ignore",
  });
}

/** A port that is free now. */
function freePort(kind: "tcp" | "udp"): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  if (kind === "udp") {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
    return promise;
  }
  const server = createServer();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}
