import { expect, test } from "bun:test";
import { LivekitServer } from "../../src/voice/livekit-server.ts";
import { livekitStandIn } from "./livekit-stand-in.ts";

/** Why a promise was rejected; empty when it was not. */
function rejection(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "",
    (cause: unknown) => String(cause),
  );
}

test("a LiveKit server that ends by itself is noticed", async () => {
  await using livekit = await livekitStandIn();
  const server = await LivekitServer.start(livekit.program);
  const end = server.access.url.replace("ws", "http");
  await fetch(`${end}/end`).catch(() => undefined);
  expect(await server.exited).toBe(7);
});

test("a LiveKit server whose port was taken away is started on another", async () => {
  await using livekit = await livekitStandIn({ failing: [1, 2] });
  await using server = await LivekitServer.start(livekit.program);
  expect((await fetch(server.access.url.replace("ws", "http"))).ok).toBe(true);
});

test("one that never starts is given up", async () => {
  await using livekit = await livekitStandIn({ failing: [1, 2, 3] });
  expect(await rejection(LivekitServer.start(livekit.program))).toContain("did not start");
});

test("it ends with whoever started it", async () => {
  await using livekit = await livekitStandIn();
  const server = await LivekitServer.start(livekit.program);
  await server[Symbol.asyncDispose]();
  const address = server.access.url.replace("ws", "http");
  expect(await rejection(fetch(address))).not.toBe("");
});

test("it sends nobody to servers whose names have to be looked up", async () => {
  await using livekit = await livekitStandIn();
  await using server = await LivekitServer.start(livekit.program);
  const config: unknown = await (await fetch(server.access.url.replace("ws", "http"))).json();
  expect(config).toMatchObject({
    rtc: { stun_servers: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)] },
  });
});
