import { expect, test } from "bun:test";
import { connect } from "node:net";
import { once } from "node:events";
import { SocketLink } from "../../src/chrome/socket-link.ts";
import type { SocketState } from "../../src/chrome/socket-state.ts";
import { MAX_FRAME_BYTES } from "../../src/protocol/version.ts";

/** A server that hands out the link to each socket it gets. */
function startLinks() {
  const { promise: link, resolve } = Promise.withResolvers<SocketLink>();
  const closed = Promise.withResolvers<void>();
  const server = Bun.serve<SocketState>({
    hostname: "127.0.0.1",
    port: 0,
    websocket: {
      backpressureLimit: MAX_FRAME_BYTES,
      open: (socket) => resolve(new SocketLink(socket)),
      message: () => undefined,
      close: () => closed.resolve(),
    },
    fetch: (request, bun) =>
      bun.upgrade(request, {
        data: { peer: { loopback: true }, current: { stage: "enrolling" } },
      })
        ? undefined
        : new Response(null, { status: 426 }),
  });
  return {
    url: server.url,
    link,
    closed: closed.promise,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

test("what is sent in one turn arrives in its order, and before the socket ends", async () => {
  await using links = startLinks();
  const socket = new WebSocket(links.url.href.replace("http", "ws"));
  const frames: string[] = [];
  socket.addEventListener("message", ({ data }) => frames.push(String(data)));
  const ended = once(socket, "close");
  const link = await links.link;
  for (let n = 0; n < 100; n += 1) expect(link.send({ type: "ping", n })).toBe(true);
  link.close(1000, "bye");
  await ended;
  expect(frames).toEqual(Array.from({ length: 100 }, (_, n) => `{"type":"ping","n":${n}}`));
});

test("a socket that is gone takes nothing, also what was about to go out", async () => {
  await using links = startLinks();
  const socket = new WebSocket(links.url.href.replace("http", "ws"));
  const link = await links.link;
  link.close(1000, "bye");
  expect(link.send({ type: "ping", n: 1 })).toBe(false);
  await once(socket, "close");
  await links.closed;
  expect(link.send({ type: "ping", n: 2 })).toBe(false);
});

test("a socket that nobody reads takes 16 MB and no more", async () => {
  await using links = startLinks();
  const reader = connect(Number(links.url.port), "127.0.0.1").pause();
  reader.write(
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  const link = await links.link;
  const message = "x".repeat(1_000_000);
  let taken = 0;
  while (taken < 100 && link.send({ type: "refused", code: "try_later", message })) taken += 1;
  expect(taken).toBeGreaterThanOrEqual(16);
  expect(taken).toBeLessThan(20);
  reader.destroy();
  await links.closed;
});
