import { expect, test } from "bun:test";
import { SseSink } from "../../src/mcp/sse-sink.ts";
import { until } from "../support/until.ts";
import { open, serveEndpoint } from "./serve-endpoint.ts";

test("a reader that does not read is cut off, and what it missed is not piled up", async () => {
  const allOpen = new Set<SseSink>();
  const sink = new SseSink(": open\n\n", allOpen);
  const frame = "x".repeat(1024 * 1024);
  for (let n = 0; n < 50; n++) sink.write(frame);
  expect(sink.open).toBe(false);
  expect(allOpen.size).toBe(0);
  expect((await new Response(sink.body).text()).length).toBeLessThan(3 * frame.length);
});

test("a client that leaves its stream leaves nothing behind", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const leaving = new AbortController();
  await fetch(served.url, {
    headers: { accept: "text/event-stream", ...session },
    signal: leaving.signal,
  });
  expect(served.endpoint.stats().openStreams).toBe(1);
  leaving.abort();
  await until("the server to notice", () =>
    served.endpoint.stats().openStreams === 0 ? true : undefined,
  );
});
