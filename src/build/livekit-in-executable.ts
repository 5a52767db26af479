import type { BunPlugin } from "bun";

/*
 * The agents framework loads what it needs in ways that a bundler cannot follow. Each patch names the file and the words
 * that it replaces; a build in which one of them does not match fails, rather than make a program without ears.
 */

interface Patch {
  file: RegExp;
  from: string;
  to: string;
}

function patches(platform: string, arch: string): Patch[] {
  const libc = platform === "linux" ? "-gnu" : platform === "win32" ? "-msvc" : "";
  return [
    {
      file: /@livekit[/\\]agents[/\\]dist[/\\]inference[/\\]_warmup\.(js|cjs)$/,
      from: 'cjsRequire("@livekit/local-inference")',
      to: 'require("@livekit/local-inference")',
    },
    {
      file: /@livekit[/\\]local-inference[/\\]index\.js$/,
      from: "require(subpkg)",
      to: `require("@livekit/local-inference-${platform}-${arch}${libc}")`,
    },
  ];
}

/** For the machine that the executable is built for. */
export function livekitInExecutable(platform = process.platform, arch = process.arch): BunPlugin {
  return {
    name: "LiveKit in the executable",
    setup(build) {
      const missing = new Set<string>();
      for (const { file, from, to } of patches(platform, arch)) {
        missing.add(from);
        build.onLoad({ filter: file }, async ({ path }) => {
          const source = await Bun.file(path).text();
          if (!source.includes(from)) throw new Error(`${path} has no ${from} to replace.`);
          missing.delete(from);
          return { contents: source.replace(from, to), loader: "js" };
        });
      }
      build.onEnd(() => {
        if (missing.size > 0) throw new Error(`Not in the executable: ${[...missing].join(", ")}`);
      });
      // Pictures for language models: none are sent, and it is a native module of its own.
      build.onResolve({ filter: /^sharp$/ }, () => ({ path: "sharp", namespace: "left-out" }));
      build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
        contents: "export default undefined;",
        loader: "js",
      }));
    },
  };
}
