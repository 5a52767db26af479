import { expect, test } from "bun:test";
import { CommandProcess } from "../support/command-process.ts";

async function doctor(...args: string[]): Promise<string> {
  await using command = await CommandProcess.start({ args: ["doctor", ...args] });
  return (await command.ended()).output;
}

test("doctor says how to get what the server runs without, and that this is no fault", async () => {
  await using command = await CommandProcess.start({
    args: ["doctor", "--port", "0"],
    env: { PATH: "/nowhere" },
  });
  const { code, output } = await command.ended();
  expect(code).toBe(0);
  expect(output).toMatch(/○ nobody can talk to a browser\n.*Put `livekit-server` on the PATH/);
});

test("doctor sees the server that runs, and that no browser is connected to it", async () => {
  await using server = await CommandProcess.start({ args: ["--port", "0"] });
  const { port } = new URL(await server.url());
  const said = await doctor("--port", port);
  expect(said).toMatch(/✔ the server \S+ runs at/);
  expect(said).toContain("✖ 0 of this machine's browsers are connected");
});

test("doctor tells a port that something else has taken", async () => {
  using stranger = Bun.serve({ port: 0, fetch: () => new Response("hello") });
  expect(await doctor("--port", String(stranger.port))).toContain("✖ something else answers");
});

test("doctor says what to do about a data folder that cannot be used", async () => {
  const said = await doctor("--data-dir", "/dev/null/data", "--port", "0");
  expect(said).toContain("✖ nothing can be written to /dev/null/data");
  expect(said).toContain("--data-dir");
});
