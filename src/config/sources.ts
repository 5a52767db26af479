import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { SERVER_KEYS, flagOf, variableOf } from "./server-settings.ts";

/** Unchecked settings from one place, and how that place names each of them. */
export interface Source {
  values: Record<string, unknown>;
  nameOf: (path: readonly PropertyKey[]) => string;
  /** What keeps the place itself from being read. */
  problems: string[];
}

const recordSchema = z.record(z.string(), z.unknown());

/** The file at `path`; an optional file that is not there is empty. `readFile` throws where it cannot be read. */
export function fileSource(
  path: string,
  optional: boolean,
  readFile: (path: string) => string | undefined,
): Source {
  const source = { values: {}, nameOf: (at: readonly PropertyKey[]) => `${path}, ${dotted(at)}` };
  let text: string | undefined;
  try {
    text = readFile(path);
  } catch {
    return { ...source, problems: [`${path}: it is not a file that can be read`] };
  }
  if (text === undefined) {
    return { ...source, problems: optional ? [] : [`${path}: there is no such file to read`] };
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems = document.errors.map(
    (error) => `${path}, line ${lineCounter.linePos(error.pos[0]).line}: not valid YAML`,
  );
  if (problems.length > 0) return { ...source, problems };
  const root = recordSchema.safeParse(withoutEmpty(document.toJS()) ?? {});
  return root.success
    ? { ...source, values: root.data, problems: [] }
    : { ...source, problems: [`${path}: expected the sections server, livekit and agent`] };
}

export const CONFIG_VARIABLE = "CHROME_MCP_CONFIG";

type Place = readonly [section: "server" | "livekit", key: string];

const VARIABLES: ReadonlyMap<string, Place> = new Map<string, Place>([
  ...SERVER_KEYS.map((key): [string, Place] => [variableOf(key), ["server", key]]),
  ["LIVEKIT_URL", ["livekit", "url"]],
  ["LIVEKIT_API_KEY", ["livekit", "api_key"]],
  ["LIVEKIT_API_SECRET", ["livekit", "api_secret"]],
]);

/** Our variables of the environment. An empty one counts as not set. */
export function environmentSource(env: Record<string, string | undefined>): Source {
  const values: Record<string, Record<string, string>> = {};
  const problems: string[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (value === undefined || value === "" || variable === CONFIG_VARIABLE) continue;
    const place = VARIABLES.get(variable);
    if (place) (values[place[0]] ??= {})[place[1]] = value;
    else if (variable.startsWith("CHROME_MCP_")) problems.push(`${variable}: not a setting`);
  }
  const names = new Map([...VARIABLES].map(([variable, place]) => [place.join("."), variable]));
  return {
    values,
    nameOf: (path) => names.get(path.slice(0, 2).join(".")) ?? dotted(path),
    problems,
  };
}

/** Flags by the camel-case names that the command line gives them; all of them belong to `server:`. */
export function flagSource(flags: Record<string, unknown>): Source {
  const server: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined) server[snakeCase(name)] = value;
  }
  return {
    values: { server },
    nameOf: ([, key]) => {
      const known = SERVER_KEYS.find((candidate) => candidate === key);
      return known ? flagOf(known) : `--${String(key).replaceAll("_", "-")}`;
    },
    problems: [],
  };
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_");
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** A key without a value in YAML means "the default". */
function withoutEmpty(value: unknown): unknown {
  const record = recordSchema.safeParse(value);
  if (!record.success || Array.isArray(value)) return value ?? undefined;
  const kept = Object.entries(record.data).map(
    ([key, child]) => [key, withoutEmpty(child)] as const,
  );
  return Object.fromEntries(kept.filter(([, child]) => child !== undefined));
}
