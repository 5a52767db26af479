import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { type Zippable, zipSync } from "fflate";
import packageJson from "../../package.json" with { type: "json" };
import { manifest } from "../extension/manifest.ts";
import { EXTENSION_ID } from "../protocol/extension-id.ts";

/**
 * Builds what the server carries inside: the extension as a folder and as a zip, and the web pages.
 *
 *   dist/extension/           the extension, ready for "Load unpacked"
 *   dist/assets/              extension.zip, extension.json, and <page>.html, .js.txt and .css.txt for each page
 *
 * The same sources give the same bytes. Files that did not change are not touched.
 */

const ROOT = join(import.meta.dir, "../..");
const EXTENSION = join(ROOT, "src/extension");
const PAGES = join(ROOT, "src/web/pages");

/** Written into the extension's folder by whoever loads it; a build leaves it alone. */
const DEFAULTS_FILE = "defaults.json";

/** Zip files keep local time without a zone: this is the same bytes in every zone. */
const ZIP_TIME = new Date(2020, 0, 1);

type Files = Map<string, Uint8Array>;

/** Builds into `outDir`; answers the folder of the extension. Any error of any part is thrown. */
export async function buildAssets(
  outDir = join(ROOT, "dist"),
): Promise<{ extensionDir: string; assetsDir: string }> {
  const [extension, assets] = await Promise.all([extensionFiles(), pageFiles()]);
  assets.set("extension.zip", zip(extension));
  assets.set("extension.json", json({ version: packageJson.version, id: EXTENSION_ID }));
  const extensionDir = join(outDir, "extension");
  const assetsDir = join(outDir, "assets");
  await Promise.all([write(extensionDir, extension), write(assetsDir, assets)]);
  return { extensionDir, assetsDir };
}

async function extensionFiles(): Promise<Files> {
  const pages = await extensionPages();
  const [scripts, injected] = await Promise.all([
    bundleTogether([join(EXTENSION, "background.ts"), ...pages.scripts]),
    injectedScripts(),
  ]);
  const files: Files = new Map([
    ["manifest.json", json(manifest(packageJson.version))],
    ...scripts,
    ...pages.files,
    ...injected,
  ]);
  for (const icon of await namesIn(join(EXTENSION, "icons"), ".png")) {
    files.set(`icons/${icon}`, await Bun.file(join(EXTENSION, "icons", icon)).bytes());
  }
  return files;
}

/** Pages of the extension: each `<name>/<name>.html`, with `<name>.ts` or `.tsx` beside it, and a `.css` if it is seen. */
async function extensionPages(): Promise<{ scripts: string[]; files: Files }> {
  const scripts: string[] = [];
  const files: Files = new Map();
  for (const name of (await readdir(EXTENSION)).toSorted()) {
    const html = Bun.file(join(EXTENSION, name, `${name}.html`));
    if (!(await html.exists())) continue;
    files.set(`${name}.html`, await html.bytes());
    for (const ending of ["ts", "tsx", "css"]) {
      const entry = join(EXTENSION, name, `${name}.${ending}`);
      if (!(await Bun.file(entry).exists())) continue;
      if (ending === "css") files.set(`${name}.css`, await bundle(entry));
      else scripts.push(entry);
    }
  }
  return { scripts, files };
}

/** Scripts that run inside pages: each `page/<name>-entry.ts` becomes `page/<name>.js`. */
async function injectedScripts(): Promise<Files> {
  const entries = await namesIn(join(EXTENSION, "page"), "-entry.ts");
  return new Map(
    await Promise.all(
      entries.map(async (entry): Promise<[string, Uint8Array]> => [
        `page/${basename(entry, "-entry.ts")}.js`,
        await bundle(join(EXTENSION, "page", entry), "iife"),
      ]),
    ),
  );
}

/** Pages that the server shows: `<name>.html` with `<name>.tsx` and `<name>.css` beside it. */
async function pageFiles(): Promise<Files> {
  const files: Files = new Map();
  for (const page of await namesIn(PAGES, ".html")) {
    const name = basename(page, ".html");
    const html = (await Bun.file(join(PAGES, page)).text())
      .replaceAll(`"./${name}.tsx"`, `"/assets/${name}.js"`)
      .replaceAll(`"./${name}.css"`, `"/assets/${name}.css"`);
    for (const kind of ["js", "css"]) {
      const address = `"/assets/${name}.${kind}"`;
      if (!html.includes(address)) throw new Error(`${page} does not load ${address}.`);
    }
    files.set(page, new TextEncoder().encode(html));
    files.set(`${name}.js.txt`, await bundle(join(PAGES, `${name}.tsx`)));
    files.set(`${name}.css.txt`, await bundle(join(PAGES, `${name}.css`)));
  }
  return files;
}

const BUNDLING = {
  target: "browser",
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
  throw: true,
} as const;

/** One self-contained file from one entry point. */
async function bundle(entry: string, format: "esm" | "iife" = "esm"): Promise<Uint8Array> {
  const { outputs } = await Bun.build({ ...BUNDLING, entrypoints: [entry], format });
  const [output] = outputs;
  if (!output || outputs.length > 1) {
    throw new Error(`${entry} became ${outputs.length} files instead of one.`);
  }
  return new Uint8Array(await output.arrayBuffer());
}

/** A module for each entry point, and before them what several of them import, once, in `chunks/`. */
async function bundleTogether(entrypoints: string[]): Promise<Files> {
  const { outputs } = await Bun.build({
    ...BUNDLING,
    entrypoints,
    splitting: true,
    naming: { entry: "[name].js", chunk: "chunks/[hash].js" },
  });
  const chunksFirst = outputs.toSorted((a, b) => a.kind.localeCompare(b.kind));
  return new Map(
    await Promise.all(
      chunksFirst.map(async (output): Promise<[string, Uint8Array]> => [
        relative(".", output.path),
        new Uint8Array(await output.arrayBuffer()),
      ]),
    ),
  );
}

function zip(files: Files): Uint8Array {
  const sorted: Zippable = {};
  for (const name of [...files.keys()].toSorted()) {
    const file = files.get(name);
    if (file) sorted[name] = [file, { mtime: ZIP_TIME, level: 9 }];
  }
  return zipSync(sorted);
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => name.endsWith(ending)).toSorted();
}

/** Makes the folder hold these files: each replaced as a whole, none left from an earlier build. */
async function write(folder: string, files: Files): Promise<void> {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    const file = Bun.file(path);
    if ((await file.exists()) && Buffer.from(await file.bytes()).equals(bytes)) continue;
    const fresh = `${path}.${process.pid}.new`;
    await mkdir(dirname(path), { recursive: true });
    await Bun.write(fresh, bytes);
    await rename(fresh, path);
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isFile() && !files.has(name) && name !== DEFAULTS_FILE && !name.endsWith(".new")) {
      await rm(path, { force: true });
    }
  }
}

if (import.meta.main) await buildAssets();
