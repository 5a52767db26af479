import { type Outcome, fail, succeed } from "../../protocol/failure.ts";

/** What the named steps of a batch answered so far; undefined for one that failed. */
export type NamedAnswers = ReadonlyMap<string, unknown>;

const REFERENCE = /\$([A-Za-z_]\w*)((?:\.\w+)+)/g;

/**
 * The arguments of a step with what earlier ones answered in the place of `$name.field`. A string that is one
 * reference and nothing else becomes the value itself, of whatever type; in a longer string it is written out.
 * A name that no earlier step bears is text like any other.
 */
export function withAnswers(args: unknown, answers: NamedAnswers): Outcome<unknown> {
  if (answers.size === 0) return succeed(args);
  const missing: string[] = [];
  const value = replaced(args, (text) => {
    const [whole] = text.matchAll(REFERENCE);
    if (whole?.[0] === text && answers.has(whole[1] ?? "")) return look(whole, answers, missing);
    return text.replaceAll(REFERENCE, (...found: [string, string, string]) => {
      const [reference, name] = found;
      return answers.has(name) ? written(look(found, answers, missing)) : reference;
    });
  });
  if (missing.length === 0) return succeed(value);
  return fail(
    "invalid_arguments",
    `${missing.slice(0, 4).join(", ")}: the step of this name failed, or its answer has no such field.`,
  );
}

function look(
  [reference, name = "", path = ""]: ArrayLike<string | undefined> & Iterable<string | undefined>,
  answers: NamedAnswers,
  missing: string[],
): unknown {
  const value = valueAt(answers.get(name), path.slice(1).split("."));
  if (value === undefined && reference !== undefined) missing.push(reference.slice(0, 80));
  return value;
}

/** A field that the answer itself does not have is looked for in the first of the things it lists. */
function valueAt(answer: unknown, path: readonly string[]): unknown {
  const found = walk(answer, path);
  if (found !== undefined) return found;
  const lists = entriesOf(answer).flatMap(([, value]) => (Array.isArray(value) ? [value] : []));
  return walk(lists[0]?.[0], path);
}

function walk(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) found = entriesOf(found).find(([name]) => name === key)?.[1];
  return found;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function written(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function replaced(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((part) => replaced(part, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, replaced(part, replace)]),
  );
}
