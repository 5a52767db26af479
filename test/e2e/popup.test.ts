import { afterAll, beforeAll, expect, test } from "bun:test";
import { z } from "zod";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { ExtensionPage } from "../support/extension-page.ts";
import { callTool } from "../support/mcp-answers.ts";
import { type TestApp, connectClient, startTestApp } from "../support/test-app.ts";
import { until } from "../support/until.ts";
import { Person } from "./person.ts";

/** The popup's buttons as a person presses them, and what an AI client then finds. */

const COPY_ADDRESS = '[aria-labelledby="clients"] .stack button:first-child';
const COPY_CONFIGURATION = '[aria-labelledby="clients"] .stack button:last-child';
const COPY_SESSION = 'button[aria-label="Copy Session"]';
const PAUSE = ".status .buttons button:first-child";

const PATIENCE_MS = 30_000;

let app: TestApp;
let person: Person;
let popup: ExtensionPage;

beforeAll(async () => {
  app = await startTestApp({ local: false });
  person = await Person.arrive(app.url);
  popup = await ExtensionPage.open(person.chromium);
  const permissions = ["clipboardReadWrite"];
  await person.chromium.cdp.send("Browser.grantPermissions", {
    origin: EXTENSION_ORIGIN,
    permissions,
  });
}, 60_000);
afterAll(async () => {
  await person[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** What a button copied. */
async function copiedBy(button: string, likeness: RegExp): Promise<string> {
  await popup.press(button);
  return until(`${likeness} in the clipboard`, async () => {
    const text = z.string().parse(await popup.evaluate("navigator.clipboard.readText()"));
    return likeness.test(text) ? text : undefined;
  });
}

test(
  "it shows who this browser is, and copies the address and the configuration with which a client reaches it",
  async () => {
    const { session } = await person.connection();
    const text = await popup.untilText(/Copy MCP address/);
    expect(text).toContain(session.userId);
    expect(text).toContain(session.sessionId);
    expect(await copiedBy(COPY_SESSION, /^session_/)).toBe(session.sessionId);

    const address = await copiedBy(COPY_ADDRESS, /^http/);
    await using agent = await connectClient(address);
    expect((await callTool(agent.client, "get_windows_and_tabs")).isError).toBe(false);
    expect(JSON.parse(await copiedBy(COPY_CONFIGURATION, /^\{/))).toEqual({
      mcpServers: { "chrome-mcp-remote-server": { type: "streamableHttp", url: address } },
    });
  },
  PATIENCE_MS,
);

test(
  "Pause keeps every client out until the person resumes",
  async () => {
    await using agent = await person.connectClient("agent");
    await popup.press(PAUSE);
    await popup.untilText(/Resume/);
    expect((await callTool(agent.client, "get_windows_and_tabs")).text).toStartWith("paused: ");
    await popup.press(PAUSE);
    await until("the client to be let in", async () =>
      (await callTool(agent.client, "get_windows_and_tabs")).isError ? undefined : true,
    );
  },
  PATIENCE_MS,
);
