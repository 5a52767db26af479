import { expect, test } from "bun:test";
import {
  browsers,
  messagesIn,
  open,
  post,
  readEvents,
  rpc,
  serveEndpoint,
  toolCall,
} from "./serve-endpoint.ts";

test("draining refuses new requests, and lets a running one finish", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const running = post(served.url, toolCall(1), session);
  await served.tools.arrival();

  const drained = served.endpoint.drain(10_000);
  const refused = await post(served.url, toolCall(2), session);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({
    id: 2,
    error: { message: expect.stringContaining("shutting_down") },
  });
  const get = { headers: { accept: "text/event-stream", ...session } };
  expect((await fetch(served.url, get)).status).toBe(503);

  held.answer(browsers("in time"));
  expect(await (await running).json()).toMatchObject({
    result: { structuredContent: { browsers: [{ name: "in time" }] } },
  });
  await drained;
  expect(served.clock.timers).toBe(0);
});

test("a call that outlasts the deadline is answered with outcome_unknown, and every stream ends", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const listener = await fetch(served.url, {
    headers: { accept: "text/event-stream", ...session },
  });
  served.tools.hold();
  const [json, streamed] = [
    post(served.url, toolCall("json"), { ...session, accept: "application/json" }),
    post(served.url, toolCall("streamed"), session),
  ];
  await served.tools.arrival(2);
  served.clock.move(2_000);
  const stream = await streamed;

  const drained = served.endpoint.drain(5_000);
  served.clock.move(5_000);
  await drained;
  await listener.text();
  const unknown = {
    isError: true,
    _meta: { "chrome-mcp-remote-server/failure": { code: "outcome_unknown" } },
  };
  expect(await (await json).json()).toMatchObject({ id: "json", result: unknown });
  expect(messagesIn(await readEvents(stream))).toMatchObject([{ id: "streamed", result: unknown }]);
  expect(served.endpoint.stats()).toMatchObject({ runningRequests: 0, openStreams: 0 });
});

test("while it drains, a client may still cancel", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  served.tools.behave = ({ signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(browsers()));
    });
  const running = post(served.url, toolCall(1), session);
  await served.tools.arrival();
  const drained = served.endpoint.drain(10_000);
  await post(served.url, rpc(undefined, "notifications/cancelled", { requestId: 1 }), session);
  expect((await running).status).toBe(200);
  await drained;
});
