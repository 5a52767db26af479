import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxInExecutable } from "../../src/build/onnx-in-executable.ts";

const ROOT = join(import.meta.dir, "../..");
const NATIVE = ["libonnxruntime.so.1", "onnxruntime_binding.node"];

test.skipIf(process.platform !== "linux")(
  "an executable hears and speaks far from node_modules, and keeps the native library for the user alone",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "listening-"));
    try {
      const outfile = join(folder, "listen");
      await Bun.build({
        entrypoints: [
          join(import.meta.dir, "listening-program.ts"),
          join(ROOT, "src/voice/agent/hearing/hearing-worker.ts"),
          join(ROOT, "src/voice/agent/speaking/speaking-worker.ts"),
        ],
        root: join(ROOT, "src"),
        target: "bun",
        format: "esm",
        plugins: [onnxInExecutable()],
        compile: { outfile },
        throw: true,
      });
      const run = Bun.spawn([outfile], { cwd: folder, env: { HOME: folder }, stdout: "pipe" });
      expect(await new Response(run.stdout).text()).toBe("sentence: Scroll to the bottom\n");
      expect(await run.exited).toBe(0);

      const cache = join(folder, ".cache/chrome-mcp-remote-server");
      const [kept = ""] = await readdir(cache);
      expect((await readdir(join(cache, kept))).toSorted()).toEqual(NATIVE);
      expect((await stat(join(cache, kept))).mode & 0o777).toBe(0o700);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
