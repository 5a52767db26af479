import { expect, test } from "bun:test";
import { callTool } from "../support/mcp-answers.ts";
import { type TestApp, startTestApp } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { Person } from "./person.ts";

/** What a client is told when its real browser is gone or silent, or has too much to do. */

const PATIENCE_MS = 60_000;
const FOREVER = { code: "await new Promise(() => {})" };
const SLEEP = { condition: { kind: "sleep", ms: 60_000 } };

async function underWay({ app }: TestApp, calls: number): Promise<void> {
  await until(`${calls} calls to be under way`, () =>
    app.tools.getSessionStats().pendingRequests === calls ? true : undefined,
  );
}

test(
  "a browser that its person disconnects is away, and what became of an action in it is unknown",
  async () => {
    await using app = await startTestApp();
    await using person = await Person.arrive(app.url);
    const { client } = await person.connectClient("agent");
    await callTool(client, "chrome_navigate", { url: "about:blank", newTab: true });
    const acting = callTool(client, "chrome_javascript", FOREVER);
    await underWay(app, 1);
    await person.command({ do: "disconnect" });
    expect((await acting).text).toStartWith("outcome_unknown: ");
    const later = await callTool(client, "get_windows_and_tabs");
    expect(later.text).toStartWith("browser_disconnected: ");
  },
  PATIENCE_MS,
);

test(
  "a browser that answers no heartbeat is unresponsive, without a wait",
  async () => {
    await using app = await startTestApp({ heartbeat: 0.2 });
    await using person = await Person.arrive(app.url);
    const { client } = await person.connectClient("agent");
    const { cdp } = person.chromium;
    const worker = await person.chromium.extensionWorker();
    void cdp.send("Runtime.evaluate", { expression: "for (;;);" }, worker).catch(() => undefined);
    await until("the silence to be noticed", async () =>
      (await callTool(client, "chrome_list_browsers")).text.includes("suspect") ? true : undefined,
    );
    const refused = await callTool(client, "get_windows_and_tabs");
    expect(refused.text).toStartWith("browser_unresponsive: ");
  },
  PATIENCE_MS,
);

test(
  "a browser with 64 calls under way is busy, and a server that stops says so to each of them",
  async () => {
    await using app = await startTestApp({ shutdownDeadline: 0.1 });
    await using person = await Person.arrive(app.url);
    const { client } = await person.connectClient("agent");
    const calls = Array.from({ length: 64 }, () => callTool(client, "chrome_wait_for", SLEEP));
    await underWay(app, 64);
    expect((await callTool(client, "get_windows_and_tabs")).text).toStartWith("busy: ");
    const stopped = app.app.drain();
    for (const { text } of await Promise.all(calls)) expect(text).toStartWith("shutting_down: ");
    await stopped;
  },
  PATIENCE_MS,
);
