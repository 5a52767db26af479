import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { buildAssets } from "../../src/build/assets.ts";
import { TEXTS } from "../../src/extension/texts.ts";
import { EXTENSION_ID } from "../../src/protocol/extension-id.ts";

async function build() {
  const outDir = await mkdtemp(join(tmpdir(), "assets-"));
  const folders = await buildAssets(outDir);
  return {
    ...folders,
    outDir,
    zip: await Bun.file(join(folders.assetsDir, "extension.zip")).bytes(),
    [Symbol.asyncDispose]: () => rm(outDir, { recursive: true }),
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

async function manifestIn(folder: string) {
  const json: unknown = await Bun.file(join(folder, "manifest.json")).json();
  return z.looseObject({ key: z.string() }).parse(json);
}

test("two builds give the same bytes", async () => {
  await using first = await build();
  await using second = await build();
  expect(Buffer.from(first.zip).equals(second.zip)).toBe(true);
  expect(await filesIn(first.outDir)).toEqual(await filesIn(second.outDir));
});

test("the zip holds the extension, and is small", async () => {
  await using built = await build();
  expect(built.zip.byteLength).toBeLessThanOrEqual(400 * 1024);
  const zipped = unzipSync(built.zip);
  expect(Object.keys(zipped)).toEqual(await filesIn(built.extensionDir));
  for (const name of ["background.js", "icons/icon-128.png", "manifest.json", "popup.js"]) {
    expect(Object.keys(zipped)).toContain(name);
  }
  expect(await Bun.file(join(built.assetsDir, "extension.json")).json()).toEqual({
    version: packageJson.version,
    id: EXTENSION_ID,
  });
});

test("what the worker and the pages share lies in the extension once", async () => {
  await using built = await build();
  const scripts = (await filesIn(built.extensionDir)).filter((name) => name.endsWith(".js"));
  const texts = await Promise.all(
    scripts.map((name) => Bun.file(join(built.extensionDir, name)).text()),
  );
  for (const shared of [TEXTS.popup.failed, TEXTS.failures.internal]) {
    expect(texts.filter((text) => text.includes(shared))).toHaveLength(1);
  }
});

test("the manifest asks for what is used and opens no door to pages or other extensions", async () => {
  await using built = await build();
  const manifest = await manifestIn(built.extensionDir);
  expect(manifest).toMatchObject({
    manifest_version: 3,
    version: packageJson.version,
    permissions: [
      "alarms",
      "debugger",
      "offscreen",
      "scripting",
      "sidePanel",
      "storage",
      "tabs",
      "webNavigation",
    ],
    incognito: "not_allowed",
    optional_permissions: [
      "bookmarks",
      "clipboardRead",
      "clipboardWrite",
      "downloads",
      "history",
      "tabGroups",
    ],
    host_permissions: ["<all_urls>"],
  });
  expect(manifest).not.toHaveProperty("externally_connectable");
  expect(manifest).not.toHaveProperty("web_accessible_resources");
  expect(manifest).not.toHaveProperty("content_scripts");
});

test("the key in the manifest gives the id that the server knows", async () => {
  await using built = await build();
  const { key } = await manifestIn(built.extensionDir);
  const hash = new Bun.CryptoHasher("sha256").update(Buffer.from(key, "base64")).digest("hex");
  const letters = hash.slice(0, 32).replaceAll(/./g, (digit) => {
    return String.fromCodePoint(97 + Number.parseInt(digit, 16));
  });
  expect(letters).toBe(EXTENSION_ID);
});

test("a second build into the same folder keeps defaults.json and removes what is left over", async () => {
  await using built = await build();
  await Bun.write(join(built.extensionDir, "defaults.json"), "{}");
  await Bun.write(join(built.extensionDir, "page/old.js"), "");
  await buildAssets(built.outDir);
  const files = await filesIn(built.extensionDir);
  expect(files).toContain("defaults.json");
  expect(files).not.toContain("page/old.js");
});
