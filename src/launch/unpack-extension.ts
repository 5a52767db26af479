import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import { extensionZipFile } from "../web/embedded-assets.ts";

/** Lies in every folder written here, and is what the extension reads. */
const DEFAULTS_FILE = "defaults.json";

/**
 * Writes the extension into a folder of its own, ready to be loaded. `defaults`: where it connects unasked, what
 * its browser may be called, and whether a person is to be welcomed. Replaces what an earlier call wrote, and nothing else. `changed`: another extension was there before.
 */
export async function unpackExtension(
  folder: string,
  defaults: { serverUrl: string; profile?: string; machine?: string; welcome?: boolean },
): Promise<Outcome<{ changed: boolean }>> {
  const there = await namesIn(folder);
  if (there.length > 0 && !there.includes(DEFAULTS_FILE)) {
    return fail(
      "invalid_arguments",
      `${folder} holds other files. Choose an empty or a new folder.`,
    );
  }
  const files = unzipSync(await extensionZipFile().bytes());
  const changed = there.length > 0 && !(await holds(folder, files));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Bun.write(join(folder, DEFAULTS_FILE), JSON.stringify(defaults));
  await Promise.all(
    Object.entries(files).map(([name, bytes]) => Bun.write(join(folder, name), bytes)),
  );
  return succeed({ changed });
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
