import { expect, test } from "bun:test";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandProcess } from "../support/command-process.ts";
import { emptyFolder } from "../support/empty-folder.ts";
import { connectClient } from "../support/test-app.ts";
import { until } from "../support/until.ts";

const BROWSER = ["--headless", "--no-sandbox"];

/** Everything that a client gets as text. */
async function tabsAt(url: string): Promise<string> {
  await using client = await connectClient(`${url}/mcp`);
  const result = await client.client.callTool({ name: "get_windows_and_tabs", arguments: {} });
  return JSON.stringify(result.content);
}

test("one command brings a server and a browser that an AI client can drive, and ends both", async () => {
  using page = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () =>
      new Response("<title>Ann's page</title>", { headers: { "Content-Type": "text/html" } }),
  });
  await using launched = await CommandProcess.start({
    args: ["launch", "--port", "0", ...BROWSER, "--url", page.url.href],
  });
  const url = await launched.url();
  const [, name = ""] = await launched.says(/\n(.+) is connected: session_user_/);
  expect(launched.output).toContain(`"url": "${url}/mcp"`);
  const tabs = await tabsAt(url);
  expect(tabs).toContain("Ann's page");
  expect(tabs).toContain(name);

  launched.child.kill("SIGINT");
  expect((await launched.ended()).code).toBe(0);
});

test("launch finds the server that runs already, leaves it running, and comes back as the same session", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "chrome-mcp-launch-"));
  {
    await using server = await CommandProcess.start({ args: ["--port", "0"], dataDir });
    const url = await server.url();
    const { port } = new URL(url);
    const sessions: string[] = [];
    for (const _ of [1, 2]) {
      await using launched = await CommandProcess.start({
        args: ["launch", "--port", port, "--profile", "ann", ...BROWSER],
        dataDir,
      });
      const [, sessionId = ""] = await launched.says(/is connected: (\S+)/);
      sessions.push(sessionId);
      expect(launched.output).toContain("already runs");
      launched.child.kill("SIGTERM");
      expect((await launched.ended()).code).toBe(0);
    }
    expect(sessions[1]).toBe(sessions[0] ?? "");
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }
  await rm(dataDir, { recursive: true });
});

test("a browser that cannot be started is said plainly", async () => {
  await using launched = await CommandProcess.start({
    args: ["launch", "--port", "0", "--browser", "/nowhere/chrome", ...BROWSER],
  });
  const { code, output } = await launched.ended();
  expect(code).toBe(69);
  expect(output).toContain("/nowhere/chrome could not be started");
});

test("launch ends when it is told to, also while its browser has not come up, and takes that along", async () => {
  await using folder = await emptyFolder();
  const program = join(folder.path, "slow-browser.mjs");
  // Hears what it is asked by the debugging pipe, and answers nothing.
  await Bun.write(
    program,
    `#!${process.execPath}
import { createReadStream } from "node:fs";
for await (const asked of createReadStream("", { fd: 3, encoding: "utf8" })) {
  if (asked.includes("loadUnpacked")) await Bun.write("${folder.path}/asked", String(process.pid));
  if (asked.includes("Browser.close")) process.exit(0);
}
`,
  );
  await chmod(program, 0o700);
  await using launched = await CommandProcess.start({
    args: ["launch", "--port", "0", "--browser", program, ...BROWSER],
  });
  const pid = await until("the browser to be asked", async () => {
    const asked = Bun.file(join(folder.path, "asked"));
    return (await asked.exists()) ? Number(await asked.text()) || undefined : undefined;
  });
  launched.child.kill("SIGINT");
  expect((await launched.ended()).output).toContain("Stopped before the browser was ready.");
  expect(() => process.kill(pid, 0)).toThrow();
});
