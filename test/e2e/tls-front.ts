import { once } from "node:events";
import { type Socket, connect } from "node:net";
import { createServer } from "node:tls";

/** For `talk.test`, signed by nobody: Chromium is told not to mind. It opens nothing but tests. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiH/Yit8qaMhMJGj0
tc0LAhneR3qa9ghYozpacV1EXHuhRANCAAQ0MiauiE4jNMsptn+29IK4+6m3+4Xk
OH/rOUYcA+MWl2IFrTURc6PcLyZLTe8hQXUx6ZiMfV5dEwTR6Jk2Jis6
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUdxwPfQZCLi5BlloymQ5doEwhDOowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJdGFsay50ZXN0MCAXDTI2MTEyNTAxMzgzM1oYDzIxMjYxMTAx
MDEzODMzWjAUMRIwEAYDVQQDDAl0YWxrLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ0MiauiE4jNMsptn+29IK4+6m3+4XkOH/rOUYcA+MWl2IFrTURc6Pc
LyZLTe8hQXUx6ZiMfV5dEwTR6Jk2Jis6o2kwZzAdBgNVHQ4EFgQUtIq7VoY/GLSe
lHYg3Noak6p+4LQwHwYDVR0jBBgwFoAUtIq7VoY/GLSelHYg3Noak6p+4LQwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALggl0YWxrLnRlc3QwCgYIKoZIzj0EAwID
SAAwRQIgDD/D4kNMUtXJkq1KkjdN9V/L29wEh1qa3E1z4E1+rkECIQDNn8XdwuIx
8IqLPv8pc+Uv0dBcqs4TRkeQ1Kdwp+k11w==
-----END CERTIFICATE-----`;

/** The name by which somebody on another machine knows this one. */
export const FAR_NAME = "talk.test";

/** Flags of a Chromium to which the name leads here, and that takes the certificate. */
export const FAR_FLAGS = [
  `--host-resolver-rules=MAP ${FAR_NAME} 127.0.0.1`,
  "--ignore-certificate-errors",
];

/** What does TLS before a port of this machine, as a reverse proxy does. */
export class TlsFront implements AsyncDisposable {
  /** Where the bytes go; may be told later. */
  port = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer({ key: KEY, cert: CERTIFICATE }, (near) => {
    const far = connect(this.port, "127.0.0.1");
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  });

  static async start(): Promise<TlsFront> {
    const front = new TlsFront();
    front.#server.listen(0, "127.0.0.1");
    await once(front.#server, "listening");
    return front;
  }

  /** Name and port, as in an address. */
  get host(): string {
    const address = this.#server.address();
    return `${FAR_NAME}:${typeof address === "object" ? address?.port : ""}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
