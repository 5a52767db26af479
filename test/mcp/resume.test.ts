import { expect, test } from "bun:test";
import {
  browsers,
  connect,
  lastEventIdIn,
  messagesIn,
  open,
  post,
  readEvents,
  type Served,
  serveEndpoint,
  toolCall,
} from "./serve-endpoint.ts";

function listen(url: string, session: object, lastEventId?: string): Promise<Response> {
  return fetch(url, {
    headers: {
      accept: "text/event-stream",
      ...session,
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    },
  });
}

/** Starts a call that has become a stream; gives what the client read of it before it lost it. */
async function startStream(served: Served, session: object): Promise<string> {
  const call = post(served.url, toolCall("call-1"), { ...session });
  await served.tools.arrival();
  served.clock.move(2_000);
  return readEvents(await call, (text) => text.includes("retry"));
}

test("an answer that came while nobody listened waits for the client", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const seen = lastEventIdIn(await startStream(served, session));
  held.answer(browsers("kept"));

  const first = await readEvents(await listen(served.url, session, seen));
  expect(messagesIn(first)).toMatchObject([{ id: "call-1", result: {} }]);
  // The line may break again while the answer is on its way.
  expect(messagesIn(await readEvents(await listen(served.url, session, seen)))).toHaveLength(1);
  expect(
    messagesIn(await readEvents(await listen(served.url, session, lastEventIdIn(first)))),
  ).toEqual([]);
});

test("an answer that nobody fetches is forgotten after five minutes, and then said to be unknown", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const seen = lastEventIdIn(await startStream(served, session));
  held.answer();
  expect(await readEvents(await listen(served.url, session, seen))).toContain("result");
  expect(served.endpoint.stats().keptStreams).toBe(1);

  served.clock.move(5 * 60_000 + 15_000);
  expect(served.endpoint.stats()).toMatchObject({ keptStreams: 0, keptCharacters: 0 });
  const text = await readEvents(await listen(served.url, session, seen));
  expect(text).toContain("outcome_unknown");
});

test("somebody else's event id opens nothing of theirs", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const other = await open(served.url);
  const held = served.tools.hold();
  const seen = lastEventIdIn(await startStream(served, session));
  held.answer(browsers("hers"));
  const text = await readEvents(await listen(served.url, other, seen));
  expect(text).not.toContain("hers");
  expect(text).toContain("outcome_unknown");
});

test("after a kill the call is answered with outcome_unknown, for exactly its request", async () => {
  await using killed = await serveEndpoint();
  const session = await open(killed.url);
  killed.tools.hold();
  const seen = lastEventIdIn(await startStream(killed, session));

  await using restarted = await killed.restart();
  const messages = messagesIn(await readEvents(await listen(restarted.url, session, seen)));
  expect(messages).toMatchObject([
    {
      id: "call-1",
      result: {
        isError: true,
        content: [{ type: "text", text: expect.stringContaining("server was restarted") }],
      },
    },
  ]);
  expect(restarted.tools.calls).toEqual([]);
});

test("the official client lives through a kill: its call is answered, its session goes on", async () => {
  await using killed = await serveEndpoint();
  await using ann = await connect(`${killed.url}/ann`);
  killed.tools.hold();
  const { promise: streaming, resolve: onStreaming } = Promise.withResolvers<string>();
  const call = ann.client.callTool({ name: "chrome_list_browsers" }, undefined, {
    onresumptiontoken: onStreaming,
  });
  await killed.tools.arrival();
  killed.clock.move(2_000);
  await streaming;

  await using restarted = await killed.restart();
  const result = await call;
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toContain("outcome_unknown");

  restarted.tools.behave = () => browsers("again");
  const next = await ann.client.callTool({ name: "chrome_list_browsers" });
  expect(next.structuredContent).toMatchObject({ browsers: [{ name: "again" }] });
  const [before, after] = [killed.tools.calls[0], restarted.tools.calls[0]];
  expect(after?.asker.caller).toEqual(before?.asker.caller);
}, 15_000);

test("an event id that is none is ignored: the stream is the ordinary one", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const response = await listen(served.url, session, "12; drop");
  const text = await readEvents(response, (soFar) => soFar.includes("\n\n"));
  expect(text).toBe(": open\nretry: 3000\n\n");
});

test("a newer GET stream takes the place of the older, which ends cleanly", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const older = await listen(served.url, session);
  const newer = await listen(served.url, session);
  expect(await older.text()).toBe(": open\nretry: 3000\n\n");
  expect(served.endpoint.stats().openStreams).toBe(1);

  served.clock.move(15_000);
  const text = await readEvents(newer, (soFar) => soFar.endsWith(": \n\n"));
  expect(text).toEndWith("\n\n: \n\n");
});
