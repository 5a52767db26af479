import type { z } from "zod";

export type CheckedArguments<A> =
  | { ok: true; args: A; notes: readonly string[] }
  | { ok: false; problem: string };

const MAX_NAMED = 8;
const MAX_NAME = 60;

/**
 * Arguments by a contract. Wrong ones are all named with what is expected; unknown ones are left out and
 * named in a note, however deep. What a careless model writes and can only mean one thing is taken as
 * that, with a note: "12" or "true" where a number or a switch belongs, a number where text does, JSON in a
 * string where a list or an object does, null for what may be left out.
 */
export function checkArguments<A>(
  schema: z.ZodType<A>,
  given: unknown,
  tool: string,
): CheckedArguments<A> {
  let args = given;
  let parsed = schema.safeParse(args);
  const mended = new Set<string>();
  // What was written as JSON may hold such things itself.
  for (let round = 0; round < 2 && !parsed.success; round++) {
    for (const issue of parsed.error.issues) {
      const value = at(args, issue.path);
      const meant = meaning(value, issue);
      if (meant === value) continue;
      args = withValue(args, issue.path, meant);
      mended.add(nameOf(issue.path));
    }
    parsed = schema.safeParse(args);
  }
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, MAX_NAMED).map((issue) => problemOf(issue, args));
    return { ok: false, problem: `${tool} was called wrongly. ${problems.join("; ")}` };
  }
  const notes: string[] = [];
  if (mended.size > 0) notes.push(`Taken as another type: ${named([...mended])}.`);
  const unknown: string[] = [];
  findUnknown(args, parsed.data, "", unknown);
  if (unknown.length > 0) notes.push(`Ignored, not known to ${tool}: ${named(unknown)}.`);
  return { ok: true, args: parsed.data, notes };
}

function named(names: readonly string[]): string {
  return names
    .slice(0, MAX_NAMED)
    .map((name) => JSON.stringify(name.slice(0, MAX_NAME)))
    .join(", ");
}

type Issue = z.core.$ZodIssue;

/** What can only be meant by a value of the wrong type; the value itself where that is not clear. */
function meaning(value: unknown, issue: Issue): unknown {
  if (value === null) return undefined;
  if (issue.code === "invalid_union") return meaningOfOne(value, issue.errors);
  if (issue.code !== "invalid_type") return value;
  switch (issue.expected) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    case "number":
    case "int":
      return typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value)
        ? Number(value)
        : value;
    case "boolean":
      return value === "true" || value === "false" ? value === "true" : value;
    case "array":
    case "object":
    case "record":
      return typeof value === "string" ? fromJson(value) : value;
    default:
      return value;
  }
}

function meaningOfOne(value: unknown, ways: readonly Issue[][]): unknown {
  for (const [issue] of ways) {
    const meant = issue && issue.path.length === 0 ? meaning(value, issue) : value;
    if (meant !== value) return meant;
  }
  return value;
}

function fromJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : text;
  } catch {
    return text;
  }
}

type Path = readonly PropertyKey[];

function nameOf(path: Path): string {
  return path.map(String).join(".") || "arguments";
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) found = entriesOf(found).find(([name]) => name === String(key))?.[1];
  return found;
}

/** A copy with another value at one place; undefined leaves the place out. */
function withValue(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put;
  const name = String(key);
  const change = (old: unknown) => withValue(old, rest, put);
  if (Array.isArray(value)) {
    return value.map((old: unknown, index) => (String(index) === name ? change(old) : old));
  }
  return Object.fromEntries(
    entriesOf(value).flatMap(([own, old]) => {
      const now = own === name ? change(old) : old;
      return now === undefined ? [] : [[own, now]];
    }),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function problemOf(issue: Issue, args: unknown): string {
  const path = nameOf(issue.path).slice(0, MAX_NAME);
  const isMissing = issue.path.length > 0 && at(args, issue.path) === undefined;
  const expected = expectedBy(issue);
  if (isMissing) return `${path} is missing: ${expected}`;
  return `${path}: ${expected}`;
}

function expectedBy(issue: Issue): string {
  if (issue.code !== "invalid_union") return issue.message.replace(/, received undefined$/, "");
  const ways = issue.errors.flatMap(([first]) => {
    const expected = /expected (.+?)(?:, received .*)?$/.exec(first?.message ?? "")?.[1];
    return expected === undefined ? [] : [expected];
  });
  if (ways.length === 0) return issue.message;
  return `Invalid input: expected ${[...new Set(ways)].join(" or ")}`;
}

/** What the contract left out of the arguments: there before, gone after. */
function findUnknown(given: unknown, parsed: unknown, path: string, unknown: string[]): void {
  if (given === parsed || typeof parsed !== "object" || parsed === null) return;
  const kept = new Map(entriesOf(parsed));
  for (const [key, value] of entriesOf(given)) {
    if (kept.has(key)) findUnknown(value, kept.get(key), `${path}${key}.`, unknown);
    else if (unknown.length < MAX_NAMED) unknown.push(path + key);
  }
}
