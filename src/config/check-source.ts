import { z } from "zod";
import { settingsSchema } from "./settings-schema.ts";
import type { Source } from "./sources.ts";

export interface CheckedSource {
  /** What stands in the source and is right. */
  values: Record<string, unknown>;
  problems: string[];
  /** Dotted names of the wrong settings. */
  faulty: string[];
}

/** Every unknown and every wrong setting of one source, also those that another source overrides. */
export function checkSource(source: Source): CheckedSource {
  const values = structuredClone(source.values);
  const problems = [...source.problems];
  const faulty: string[] = [];
  for (const issue of settingsSchema.safeParse(source.values).error?.issues ?? []) {
    const wrong =
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => [...issue.path, key])
        : [issue.path];
    for (const path of wrong) {
      const what = issue.code === "unrecognized_keys" ? "not a setting" : issue.message;
      problems.push(`${source.nameOf(path)}: ${what}`);
      faulty.push(path.join("."));
      remove(values, path);
    }
  }
  return { values, problems: [...new Set(problems)], faulty };
}

/** Later sources win, key by key. */
export function mergeSettings(layers: readonly Record<string, unknown>[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const below = merged[key];
      merged[key] = isSection(below) && isSection(value) ? mergeSettings([below, value]) : value;
    }
  }
  return merged;
}

function remove(values: Record<string, unknown>, [key, ...rest]: readonly PropertyKey[]): void {
  const child = values[String(key)];
  if (rest.length > 0 && isSection(child)) remove(child, rest);
  else delete values[String(key)];
}

function isSection(value: unknown): value is Record<string, unknown> {
  return z.record(z.string(), z.unknown()).safeParse(value).success;
}
