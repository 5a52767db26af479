import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildAssets } from "./assets.ts";
import { livekitInExecutable } from "./livekit-in-executable.ts";
import { onnxInExecutable } from "./onnx-in-executable.ts";

/** Builds dist/chrome-mcp-remote-server: one file with the extension, pages and migrations inside. */

const ROOT = join(import.meta.dir, "../..");

export async function buildExecutable(
  outfile = join(ROOT, "dist/chrome-mcp-remote-server"),
): Promise<string> {
  await buildAssets();
  await mkdir(dirname(outfile), { recursive: true });
  const { outputs } = await Bun.build({
    // A Worker is a program of its own.
    entrypoints: [
      "src/main.ts",
      "src/voice/agent/thread.ts",
      "src/voice/agent/hearing/hearing-worker.ts",
      "src/voice/agent/speaking/speaking-worker.ts",
    ].map((path) => join(ROOT, path)),
    plugins: [onnxInExecutable(), livekitInExecutable()],
    target: "bun",
    format: "esm",
    minify: true,
    sourcemap: "linked",
    bytecode: true,
    define: { "process.env.NODE_ENV": '"production"' },
    compile: {
      outfile,
      // What lies in the folder from which it is started is none of its business.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
    throw: true,
  });
  const [executable] = outputs;
  if (!executable) throw new Error("The build brought nothing.");
  return executable.path;
}

if (import.meta.main) {
  const path = await buildExecutable();
  console.log(`${path}  ${Math.round(Bun.file(path).size / 1024 / 1024)} MB`);
}
