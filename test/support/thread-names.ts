import { readFileSync, readdirSync } from "node:fs";

/** What Linux calls the threads of a process: the first 15 letters. One that ends meanwhile has no name any more. */
export function threadNames(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((id) => {
    try {
      return [readFileSync(`/proc/${pid}/task/${id}/comm`, "utf8").trim()];
    } catch {
      return [];
    }
  });
}
