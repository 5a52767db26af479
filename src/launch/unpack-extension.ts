import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { z } from "zod";
import { EXTENSION_KEY } from "../protocol/extension-id.ts";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { extensionZipFile } from "../web/embedded-assets.ts";

/** By its key a folder is known as the extension's, so it is there before all else and while the rest is replaced. */
const MANIFEST_FILE = "manifest.json";

const manifestSchema = z.object({ key: z.literal(EXTENSION_KEY) });

/** What the extension reads of the place where it was put. */
const DEFAULTS_FILE = "defaults.json";

/**
 * Writes the extension into a folder of its own, ready to be loaded. `defaults`: where it connects unasked, what
 * its browser may be called, and whether a person is to be welcomed. Replaces an extension of ours that lies there,
 * and nothing else. `changed`: it was another one.
 */
export async function unpackExtension(
  folder: string,
  defaults: { serverUrl: string; profile?: string; machine?: string; welcome?: boolean },
): Promise<Outcome<{ changed: boolean }>> {
  const there = await namesIn(folder);
  if (there.length > 0 && !(await isExtension(folder))) {
    return fail(
      "invalid_arguments",
      `${folder} holds other files. Choose an empty or a new folder.`,
    );
  }
  const { [MANIFEST_FILE]: manifest, ...others } = unzipSync(await extensionZipFile().bytes());
  if (!manifest) throw new Error("The extension inside has no manifest.");
  const files = { [MANIFEST_FILE]: manifest, ...others };
  const changed = there.length > 0 && !(await holds(folder, files));
  await mkdir(folder, { recursive: true });
  await Bun.write(join(folder, MANIFEST_FILE), manifest);
  for (const name of there) {
    if (name !== MANIFEST_FILE) await rm(join(folder, name), { recursive: true, force: true });
  }
  await Bun.write(join(folder, DEFAULTS_FILE), JSON.stringify(defaults));
  await Promise.all(
    Object.entries(others).map(([name, bytes]) => Bun.write(join(folder, name), bytes)),
  );
  return succeed({ changed });
}

async function isExtension(folder: string): Promise<boolean> {
  try {
    const manifest: unknown = await Bun.file(join(folder, MANIFEST_FILE)).json();
    return manifestSchema.safeParse(manifest).success;
  } catch {
    return false;
  }
}

async function holds(folder: string, files: Record<string, Uint8Array>): Promise<boolean> {
  for (const [name, bytes] of Object.entries(files)) {
    const file = Bun.file(join(folder, name));
    if (!(await file.exists()) || !Buffer.from(bytes).equals(await file.bytes())) return false;
  }
  return true;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
