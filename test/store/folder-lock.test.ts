import { expect, test } from "bun:test";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderLock } from "../../src/store/folder-lock.ts";
import { UnusableDatabaseError } from "../../src/store/unusable-database-error.ts";
import { emptyFolder } from "../support/empty-folder.ts";

test("a folder is held by one at a time, and free again when that one lets go", async () => {
  await using folder = await emptyFolder();
  const data = join(folder.path, "data");
  {
    using _held = FolderLock.take(data);
    expect(() => FolderLock.take(data)).toThrow(`the data folder ${data}.`);
    expect(readdirSync(data)).toEqual(["server.lock"]);
    expect((statSync(join(data, "server.lock")).mode & 0o777).toString(8)).toBe("600");
  }
  using _again = FolderLock.take(data);
});

test("a folder that cannot be made is refused in words that say why", async () => {
  await using folder = await emptyFolder();
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  expect(() => FolderLock.take(join(file, "data"))).toThrow(UnusableDatabaseError);
});
