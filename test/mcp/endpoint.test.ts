import { expect, test } from "bun:test";
import { fail } from "../../src/protocol/failure.ts";
import { allTools } from "../../src/tools/catalogue.ts";
import {
  browsers,
  connect,
  lastEventIdIn,
  messagesIn,
  open,
  post,
  readEvents,
  rpc,
  serveEndpoint,
  toolCall,
} from "./serve-endpoint.ts";

test("the official client initializes, pings, lists and calls, all in plain JSON", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(`${served.url}/ann`, "Ann's client");
  served.tools.behave = () => browsers("one");

  expect(ann.client.getServerVersion()).toMatchObject({ title: "Chrome", version: "1.2.3" });
  expect(ann.client.getInstructions()).toContain("chrome_read_page");
  await ann.client.ping();
  const listed = (await ann.client.listTools()).tools.map(({ name }) => name);
  const core = allTools.filter(({ listing }) => listing === "core");
  expect(listed).toEqual(core.map(({ name }) => name));
  const result = await ann.client.callTool({ name: "chrome_list_browsers", arguments: { a: 1 } });

  expect(result.structuredContent).toMatchObject({ browsers: [{ browserId: "one" }] });
  expect(served.tools.calls[0]).toMatchObject({
    tool: "chrome_list_browsers",
    args: { a: 1 },
    asker: {
      principal: { kind: "user", credentialId: "credential-ann-control" },
      caller: { name: "Ann's client", kind: "mcp" },
    },
  });
  expect(ann.errors).toEqual([]);
});

test("a quick answer is one JSON body, without a stream", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const response = await post(served.url, toolCall("a"), session);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: "a", result: {} });
  expect(served.endpoint.stats()).toMatchObject({ runningRequests: 0, keptStreams: 0 });
});

test("the same POST becomes a stream with the first progress, which only goes forward", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url);
  served.tools.behave = ({ onProgress }) => {
    onProgress({ progress: 1, total: 3 });
    onProgress({ progress: 1, total: 3 });
    onProgress({ progress: 2, total: 3, message: "nearly" });
    return browsers("one");
  };
  const heard: unknown[] = [];
  const result = await ann.client.callTool({ name: "chrome_list_browsers" }, undefined, {
    onprogress: (progress) => heard.push(progress),
  });
  expect(heard).toEqual([
    { progress: 1, total: 3 },
    { progress: 2, total: 3, message: "nearly" },
  ]);
  expect(result.isError).toBeUndefined();
  expect(ann.errors).toEqual([]);
});

test("a slow answer becomes a stream after 2 s: primed, kept open by comments, ended by the answer", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const answering = post(served.url, toolCall(7), session);
  await served.tools.arrival();

  served.clock.move(2_000);
  const response = await answering;
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  served.clock.move(15_000);
  held.answer();
  const text = await readEvents(response);

  expect(text).toStartWith(": open\n\nid: ");
  expect(text).toMatch(/^id: \S+\nretry: 3000\ndata: \n\n/m);
  expect(text).toContain("\n: \n\n");
  expect(messagesIn(text)).toMatchObject([{ id: 7, result: {} }]);
});

test("a client that cannot read a first event without data gets none", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url, "2025-06-18");
  served.tools.behave = ({ onProgress }) => {
    onProgress({ progress: 1 });
    return browsers();
  };
  const call = toolCall(1, undefined, { _meta: { progressToken: "p" } });
  const text = await readEvents(await post(served.url, call, session));
  expect(text).not.toMatch(/^data: $/m);
  expect(text).toStartWith(": open\nretry: 3000\n\n");
  expect(messagesIn(text)).toMatchObject([{ params: { progressToken: "p" } }, { id: 1 }]);
});

test("a client that takes no stream waits for its JSON; one that takes nothing else gets one event", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const json = post(served.url, toolCall(1), { ...session, accept: "application/json" });
  await served.tools.arrival();
  served.clock.move(5_000);
  held.answer();
  expect(await (await json).json()).toMatchObject({ id: 1 });

  const stream = await post(served.url, rpc(2, "ping"), {
    ...session,
    accept: "text/event-stream",
  });
  expect(await stream.text()).toBe('data: {"jsonrpc":"2.0","id":2,"result":{}}\n\n');
});

test("a failure is a result that says what to do next, and carries its code for programs", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url);
  served.tools.behave = () => fail("busy", "Too much at once. Try again.");
  const result = await ann.client.callTool({ name: "chrome_list_browsers" });
  expect(result).toEqual({
    isError: true,
    content: [{ type: "text", text: "busy: Too much at once. Try again." }],
    _meta: { "chrome-mcp-remote-server/failure": { code: "busy", retryable: true } },
  });
});

test("a tool that throws is answered with internal, and only our words are logged", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url);
  served.tools.behave = () => {
    throw new TypeError("secret of a page");
  };
  const result = await ann.client.callTool({ name: "chrome_list_browsers" });
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result) + JSON.stringify(served.logger.lines)).not.toContain("secret");
  expect(served.logger.lines).toContainEqual(expect.objectContaining({ level: "error" }));
});

test("cancelling aborts the call, in its own MCP session only", async () => {
  await using served = await serveEndpoint();
  const ann = await open(`${served.url}/ann`);
  const bob = await open(`${served.url}/bob`);
  const held = served.tools.hold();
  const calls = [
    post(`${served.url}/ann`, toolCall(1), ann),
    post(`${served.url}/bob`, toolCall(1), bob),
  ];
  await served.tools.arrival(2);

  const notice = rpc(undefined, "notifications/cancelled", { requestId: 1 });
  expect((await post(`${served.url}/bob`, notice, bob)).status).toBe(202);

  const aborted = served.tools.calls.map(({ asker, signal }) => [
    asker.principal.kind === "user" ? asker.principal.userId : "",
    signal.aborted,
  ]);
  expect(Object.fromEntries(aborted)).toEqual({ user_1_ann: false, user_1_bob: true });
  held.answer();
  await Promise.all(calls);
});

test("a client that goes away cancels nothing", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const going = new AbortController();
  const call = fetch(served.url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", ...session },
    body: JSON.stringify(toolCall(1)),
    signal: going.signal,
  });
  await served.tools.arrival();
  served.clock.move(2_000);
  const text = await readEvents(await call, (soFar) => soFar.includes("retry"));
  going.abort();
  expect(served.tools.calls[0]?.signal.aborted).toBe(false);

  const resumed = fetch(served.url, {
    headers: { accept: "text/event-stream", "last-event-id": lastEventIdIn(text), ...session },
  });
  const response = await resumed;
  held.answer(browsers("late"));
  expect(messagesIn(await readEvents(response))).toMatchObject([
    { id: 1, result: { structuredContent: { browsers: [{ name: "late" }] } } },
  ]);
});

test("two calls of one session under one id are never mixed: the second is refused", async () => {
  await using served = await serveEndpoint();
  const session = await open(served.url);
  const held = served.tools.hold();
  const first = post(served.url, toolCall(1), session);
  await served.tools.arrival();
  const second = await post(served.url, toolCall(1), session);
  expect(await second.json()).toMatchObject({ id: 1, error: { code: -32_600 } });
  held.answer(browsers("first"));
  expect(await (await first).json()).toMatchObject({
    id: 1,
    result: { structuredContent: { browsers: [{ name: "first" }] } },
  });
});

test("what the product does not offer is answered by the SDK's server: method not found", async () => {
  await using served = await serveEndpoint();
  await using ann = await connect(served.url);
  for (const method of ["resources/list", "prompts/list", "logging/setLevel", "no/such"]) {
    const session = { "mcp-session-id": ann.transport.sessionId ?? "" };
    const response = await post(served.url, rpc(method, method), session);
    expect(await response.json()).toMatchObject({ id: method, error: { code: -32_601 } });
  }
});
