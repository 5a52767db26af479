import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildAssets } from "./assets.ts";

/** Builds dist/chrome-mcp-remote-server: one file with the extension, pages and migrations inside. */

const ROOT = join(import.meta.dir, "../..");

export async function buildExecutable(
  outfile = join(ROOT, "dist/chrome-mcp-remote-server"),
): Promise<string> {
  await buildAssets();
  await mkdir(dirname(outfile), { recursive: true });
  const { outputs } = await Bun.build({
    entrypoints: [join(ROOT, "src/main.ts")],
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
