import { expect, test } from "bun:test";
import { connectClient, connectStub } from "../support/test-app.ts";
import { CommandProcess } from "../support/command-process.ts";
import { emptyFolder } from "../support/empty-folder.ts";

test("serve says where it is and ends in order when it is told to", async () => {
  await using server = await CommandProcess.start({ args: ["serve", "--port", "0"] });
  const health = await fetch(`${await server.url()}/health`);
  expect(health.status).toBe(200);
  server.child.kill("SIGTERM");
  expect((await server.ended()).code).toBe(0);
});

test("serve is what happens without a command", async () => {
  await using server = await CommandProcess.start({
    args: ["--port", "0", "--log-format", "pretty"],
  });
  expect(await server.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("a port in use is said plainly", async () => {
  await using first = await CommandProcess.start({ args: ["--port", "0"] });
  const { port } = new URL(await first.url());
  await using second = await CommandProcess.start({ args: ["--port", port] });
  const { code, output } = await second.ended();
  expect(code).toBe(69);
  expect(output).toContain(`Port ${port} of 127.0.0.1 is in use`);
});

test("a data folder has one server: a second is refused until the first is gone, even by a kill", async () => {
  await using folder = await emptyFolder();
  const args = ["--port", "0"];
  const dataDir = folder.path;
  await using first = await CommandProcess.start({ args, dataDir });
  await first.url();

  await using second = await CommandProcess.start({ args, dataDir });
  const { code, output } = await second.ended();
  expect(code).toBe(69);
  expect(output).toContain(`Another server already runs with the data folder ${dataDir}.`);
  expect(output).toContain("--data-dir");

  first.child.kill("SIGKILL");
  await first.child.exited;
  await using third = await CommandProcess.start({ args, dataDir });
  expect(await third.url()).toContain("http://");
});

test("wrong settings, unknown flags and unknown words are listed together, with exit code 78", async () => {
  await using server = await CommandProcess.start({
    args: ["--port", "many", "--colour=red", "quickly", "--config", "--log-level"],
    env: { CHROME_MCP_LOCAL: "perhaps" },
  });
  const { code, output } = await server.ended();
  expect(code).toBe(78);
  for (const wrong of [
    "--port: expected",
    "--colour:",
    "quickly:",
    "--config: expected the path",
    "--log-level: expected",
    "CHROME_MCP_LOCAL: expected",
  ]) {
    expect(output).toContain(wrong);
  }
});

test("the help of a command tells its own flags from the settings of the server, with their defaults", async () => {
  await using command = await CommandProcess.start({ args: ["launch", "--help"] });
  const { code, output } = await command.ended();
  expect(code).toBe(0);
  const [own = "", settings = ""] = output.split("Settings of the server");
  expect(own).toContain("--profile");
  expect(own).not.toContain("--port");
  expect(settings.replaceAll(/\s+/g, " ")).toContain("0 takes a free one (default: 3001)");
});

test("it does not listen beyond loopback before enrolment is decided", async () => {
  await using server = await CommandProcess.start({ args: ["--host", "0.0.0.0", "--port", "0"] });
  const { code, output } = await server.ended();
  expect(code).toBe(78);
  expect(output).toContain("enrolment: invite");
});

test("a second signal ends it at once, while a call is still running", async () => {
  await using server = await CommandProcess.start({ args: ["--port", "0"] });
  const url = await server.url();
  await using browser = await connectStub(url, { answer: () => undefined });
  await using client = await connectClient(browser.address);
  const asked = browser.stub.nextCall();
  const call = client.client
    .callTool({ name: "get_windows_and_tabs", arguments: {} })
    .catch(() => undefined);
  await asked;

  server.child.kill("SIGTERM");
  await server.says(/Stopping/);
  server.child.kill("SIGTERM");
  expect((await server.ended()).code).toBe(143);
  await client.client.close();
  await call;
});
