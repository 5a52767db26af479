import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandProcess } from "../support/command-process.ts";

test("extension writes a folder that Chrome can load, and never over other files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chrome-mcp-extension-"));
  const to = join(folder, "ours");
  await Bun.write(join(folder, "diary.txt"), "mine");
  const project = join(folder, "project");
  await Bun.write(join(project, "defaults.json"), "{}");
  await Bun.write(join(project, "work.txt"), "years of it");
  const run = async (...args: string[]) => {
    await using command = await CommandProcess.start({ args: ["extension", ...args] });
    return await command.ended();
  };

  expect((await run("--to", to, "--port", "4000")).code).toBe(0);
  expect((await run("--to", to, "--port", "4001")).code).toBe(0);
  expect((await run("--to", folder)).code).toBe(1);
  expect((await run("--to", project)).code).toBe(1);

  const manifest: unknown = await Bun.file(join(to, "manifest.json")).json();
  expect(manifest).toMatchObject({ manifest_version: 3, key: expect.any(String) });
  expect(await Bun.file(join(to, "defaults.json")).json()).toEqual({
    serverUrl: "http://127.0.0.1:4001",
  });
  expect(await Bun.file(join(folder, "diary.txt")).text()).toBe("mine");
  expect(await Bun.file(join(project, "work.txt")).text()).toBe("years of it");
  await rm(folder, { recursive: true });
});
