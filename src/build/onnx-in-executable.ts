import { join } from "node:path";
import type { BunPlugin } from "bun";

/**
 * onnxruntime-node finds its native module by a path that it computes, which a bundler cannot follow. In an executable
 * the module and its library are embedded, for the machine that the executable is built for, and opened from there.
 */

const ROOT = join(import.meta.dir, "../..");
const LIBRARIES: Record<string, string> = {
  linux: "libonnxruntime.so.1",
  darwin: "libonnxruntime.1.dylib",
  win32: "onnxruntime.dll",
};
const MODULE = "onnxruntime_binding.node";
const EMBEDDED = "onnxruntime-embedded";
const COMPUTED = /require\(`\.\.\/bin\/napi-v6\/[^`]*`\)/;

export function onnxInExecutable(platform = process.platform, arch = process.arch): BunPlugin {
  const library = LIBRARIES[platform];
  if (library === undefined) throw new Error(`There is no onnxruntime for ${platform}.`);
  const folder = join(ROOT, "node_modules/onnxruntime-node/bin/napi-v6", platform, arch);
  return {
    name: "onnxruntime in the executable",
    setup(build) {
      build.onLoad({ filter: /onnxruntime-node[/\\]dist[/\\]binding\.js$/ }, async ({ path }) => {
        const source = await Bun.file(path).text();
        if (!COMPUTED.test(source)) throw new Error("onnxruntime-node loads its module otherwise.");
        const contents = source.replace(COMPUTED, `require("${EMBEDDED}").default`);
        return { contents, loader: "js" };
      });
      build.onResolve({ filter: new RegExp(`^${EMBEDDED}$`) }, () => ({
        path: EMBEDDED,
        namespace: EMBEDDED,
      }));
      build.onLoad({ filter: /.*/, namespace: EMBEDDED }, () => ({
        loader: "js",
        contents: `
          import module from ${JSON.stringify(join(folder, MODULE))} with { type: "file" };
          import library from ${JSON.stringify(join(folder, library))} with { type: "file" };
          import { openNativeLibrary } from ${JSON.stringify(join(ROOT, "src/voice/native-library.ts"))};
          export default openNativeLibrary(
            { name: ${JSON.stringify(MODULE)}, path: module },
            { name: ${JSON.stringify(library)}, path: library },
          );`,
      }));
    },
  };
}
