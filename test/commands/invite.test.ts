import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandProcess } from "../support/command-process.ts";
import { StubExtension } from "../support/stub-extension.ts";

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), "chrome-mcp-invite-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test("a printed invitation lets one browser in, and no second one", async () => {
  await using data = await temporaryFolder();
  await using server = await CommandProcess.start({
    dataDir: data.path,
    args: ["--port", "0", "--enrolment", "invite"],
  });
  const url = await server.url();
  await using command = await CommandProcess.start({ dataDir: data.path, args: ["invite"] });
  const { code, output } = await command.ended();
  expect(code).toBe(0);
  expect(output).toContain("By these settings nobody needs one");
  const invitation = /cmi_\S+/.exec(output)?.[0] ?? "";

  await using first = await StubExtension.connect(url, { info: { invitation } });
  expect((await first.session.promise).resumed).toBe(false);
  await using second = StubExtension.open(url, { info: { invitation } });
  expect((await second.ended.promise).refused?.code).toBe("invitation_needed");
});

test("a printed admin credential sees the statistics of the whole server", async () => {
  await using data = await temporaryFolder();
  await using server = await CommandProcess.start({
    dataDir: data.path,
    args: ["--port", "0", "--no-local"],
  });
  const url = await server.url();
  await using command = await CommandProcess.start({
    dataDir: data.path,
    args: ["invite", "--admin"],
  });
  const secret = /cma_\S+/.exec((await command.ended()).output)?.[0] ?? "";

  const stats = (headers: Record<string, string>) => fetch(`${url}/api/stats`, { headers });
  expect((await stats({})).status).toBe(401);
  expect((await stats({ Authorization: `Bearer ${secret}` })).status).toBe(200);
});

test("wrong options are named", async () => {
  await using command = await CommandProcess.start({
    args: ["invite", "--uses", "0", "--expires", "soon"],
  });
  const { code, output } = await command.ended();
  expect(code).toBe(78);
  expect(output).toContain("--uses: expected a whole number");
  expect(output).toContain("--expires: expected a duration");
});

test("an invitation comes with an address that can be opened, also where that is of IPv6", async () => {
  await using data = await temporaryFolder();
  await using command = await CommandProcess.start({
    dataDir: data.path,
    args: ["invite", "--host", "::1", "--port", "4000"],
  });
  expect((await command.ended()).output).toContain("the server http://[::1]:4000,");
});

test("who is invited to a server that listens everywhere is sent neither to 0.0.0.0 nor to themselves", async () => {
  await using data = await temporaryFolder();
  await using command = await CommandProcess.start({
    dataDir: data.path,
    args: ["invite", "--host", "0.0.0.0", "--enrolment", "invite"],
  });
  const { output } = await command.ended();
  expect(output).toContain("the server http://THIS-MACHINE:3001,");
  expect(output).not.toContain("nobody needs one");
});
