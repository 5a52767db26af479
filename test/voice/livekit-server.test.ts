import { expect, test } from "bun:test";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LivekitServer } from "../../src/voice/livekit-server.ts";

/** A program that is started as livekit-server is: fails `failures` times, then answers until it is told to end. */
async function standIn(failures: number) {
  const folder = await mkdtemp(join(tmpdir(), "livekit-"));
  const program = join(folder, "livekit-server");
  await Bun.write(
    program,
    `#!${process.execPath}
import { appendFileSync, readFileSync } from "node:fs";
const starts = ${JSON.stringify(join(folder, "starts"))};
appendFileSync(starts, "x");
if (readFileSync(starts, "utf8").length <= ${failures}) process.exit(1);
Bun.serve({
  hostname: "127.0.0.1",
  port: JSON.parse(process.argv[3]).port,
  fetch: ({ url }) => (url.endsWith("/end") ? process.exit(7) : new Response(process.argv[3])),
});`,
  );
  await chmod(program, 0o755);
  return { program, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Why a promise was rejected; empty when it was not. */
function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "",
    (cause: unknown) => String(cause),
  );
}

test("a LiveKit server that ends by itself is noticed", async () => {
  await using livekit = await standIn(0);
  const server = await LivekitServer.start(livekit.program);
  const end = server.access.url.replace("ws", "http");
  await fetch(`${end}/end`).catch(() => undefined);
  expect(await server.exited).toBe(7);
});

test("a LiveKit server whose port was taken away is started on another", async () => {
  await using livekit = await standIn(2);
  await using server = await LivekitServer.start(livekit.program);
  expect((await fetch(server.access.url.replace("ws", "http"))).ok).toBe(true);
});

test("one that never starts is given up", async () => {
  await using livekit = await standIn(3);
  expect(await rejection(LivekitServer.start(livekit.program))).toContain("did not start");
});

test("it ends with whoever started it", async () => {
  await using livekit = await standIn(0);
  const server = await LivekitServer.start(livekit.program);
  await server[Symbol.asyncDispose]();
  const address = server.access.url.replace("ws", "http");
  expect(await rejection(fetch(address))).not.toBe("");
});

test("it sends nobody to servers whose names have to be looked up", async () => {
  await using livekit = await standIn(0);
  await using server = await LivekitServer.start(livekit.program);
  const config: unknown = await (await fetch(server.access.url.replace("ws", "http"))).json();
  expect(config).toMatchObject({
    rtc: { stun_servers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)] },
  });
});
