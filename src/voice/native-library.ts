import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** A file inside the executable. */
export interface EmbeddedFile {
  /** As the others ask for it. */
  name: string;
  path: string;
}

/**
 * Opens a native module that lies in the executable together with the library it needs. The system's loader wants both
 * as files in one folder: they are put into one of the user's own, named after what is in them, and found there next time.
 */
export function openNativeLibrary(module: EmbeddedFile, library: EmbeddedFile): unknown {
  const files = [module, library].map(({ name, path }) => ({ name, bytes: readFileSync(path) }));
  const folder = folderFor(files.map(({ bytes }) => Bun.hash(bytes).toString(36)).join("-"));
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    if (existsSync(path) && statSync(path).size === bytes.length) continue;
    const fresh = `${path}.${process.pid}.new`;
    writeFileSync(fresh, bytes, { mode: 0o700 });
    renameSync(fresh, path);
  }
  const opened = { exports: {} };
  process.dlopen(opened, join(folder, module.name));
  return opened.exports;
}

/** A folder that nobody else can write to: what lies in it is run. */
function folderFor(name: string): string {
  const folder = join(homedir(), ".cache/chrome-mcp-remote-server", name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    return folder;
  } catch {
    // No home, or one that is not theirs.
    return mkdtempSync(join(tmpdir(), "chrome-mcp-native-"));
  }
}
