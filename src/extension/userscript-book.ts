import { z } from "zod";
import { type Userscript, userscriptSchema } from "../tools/userscript.ts";
import { matchesPattern } from "./match-pattern.ts";

/** The person's user scripts. They are stored; nobody but this worker writes them, so they are read once. */

const KEY = "userscripts";

export const MOST_SCRIPTS = 50;

let known: Promise<Userscript[]> | undefined;
let last: Promise<unknown> = Promise.resolve();

export function allUserscripts(): Promise<Userscript[]> {
  known ??= chrome.storage.local
    .get(KEY)
    .then((stored) => z.array(userscriptSchema).safeParse(stored[KEY]).data ?? []);
  return known;
}

/** Changes are made one after the other, so that none is lost. */
export function changeUserscripts(change: (scripts: Userscript[]) => Userscript[]): Promise<void> {
  const done = last.then(() => writeChanged(change));
  last = done.catch(() => undefined);
  return done;
}

async function writeChanged(change: (scripts: Userscript[]) => Userscript[]): Promise<void> {
  const scripts = change(await allUserscripts());
  await chrome.storage.local.set({ [KEY]: scripts });
  known = Promise.resolve(scripts);
}

export function isMeantFor({ matches, excludes }: Userscript, address: string): boolean {
  return (
    matches.some((pattern) => matchesPattern(pattern, address)) &&
    !excludes.some((pattern) => matchesPattern(pattern, address))
  );
}
