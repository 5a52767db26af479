import { z } from "zod";
import type { ToolContract } from "../tools/contract.ts";
import { isUnlisted } from "../tools/target.ts";
import { isRecord } from "./json-rpc.ts";

/** Which tools a client is told of: what agents need every day, or everything that is meant to be listed. */
export type ToolList = "core" | "full";

/** Results of tools/list as JSON, one for each list. Tools that are in neither can be called all the same. */
export type ToolListJson = Readonly<Record<ToolList, string>>;

export function toolListJson(tools: readonly ToolContract[]): ToolListJson {
  const listed = tools.flatMap((tool) =>
    tool.listing === "none" ? [] : [{ listing: tool.listing, described: describe(tool) }],
  );
  const core = listed.filter(({ listing }) => listing === "core");
  const json = (some: typeof listed) =>
    JSON.stringify({ tools: some.map(({ described }) => described) });
  return { core: json(core), full: json(listed) };
}

function describe(tool: ToolContract): object {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: inputSchema(tool.args),
    ...(tool.answer === "data" && { outputSchema: outputSchema(tool.result) }),
    annotations: {
      readOnlyHint: tool.effect === "read",
      destructiveHint: tool.destructive,
      idempotentHint: tool.idempotent,
      openWorldHint: tool.openWorld,
    },
  };
}

function inputSchema(args: z.ZodObject): unknown {
  return lean(z.toJSONSchema(args, { io: "input" }), saysNothing);
}

/** How deep a result is told: its properties and those of the things it lists. */
const RESULT_DEPTH = 2;

function outputSchema(result: z.ZodType): unknown {
  return lean(
    shallow(z.toJSONSchema(result), RESULT_DEPTH),
    (key, value) =>
      (key === "required" && Array.isArray(value)) ||
      (key === "description" && typeof value === "string") ||
      saysNothing(key, value),
  );
}

function shallow(schema: unknown, depth: number): unknown {
  if (!isRecord(schema)) return schema;
  const { properties, items, anyOf, additionalProperties: _open, ...rest } = schema;
  return {
    ...rest,
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((one) => shallow(one, depth)) }),
    ...(isRecord(items) && depth > 0 && { items: shallow(items, depth) }),
    ...(isRecord(properties) &&
      depth > 0 && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, value]) => [name, shallow(value, depth - 1)]),
        ),
      }),
  };
}

/**
 * The schema without what costs every client tokens and says nothing, or is told elsewhere. A `type` array becomes `anyOf`: some model
 * providers drop such properties.
 */
function lean(schema: unknown, drops: (key: string, value: unknown) => boolean): unknown {
  if (Array.isArray(schema)) return schema.map((part) => lean(part, drops));
  if (!isRecord(schema)) return schema;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "type" && Array.isArray(value))
      kept["anyOf"] = value.map((type: unknown) => ({ type }));
    else if (key === "anyOf" && Array.isArray(value)) Object.assign(kept, ways(value, drops));
    else if (!drops(key, value) && !isUnlisted(value)) kept[key] = lean(value, drops);
  }
  return kept;
}

/** One of several; where but one is listed, that one. */
function ways(all: unknown[], drops: (key: string, value: unknown) => boolean): object {
  const listed = all.filter((way) => !isUnlisted(way)).map((way) => lean(way, drops));
  const [only] = listed;
  return listed.length === 1 && isRecord(only) ? only : { anyOf: listed };
}

/** Dialect (2020-12 is MCP's default), closed objects, a switch that is off, bounds that nobody meets by accident. */
function saysNothing(key: string, value: unknown): boolean {
  switch (key) {
    case "$schema":
      return typeof value === "string";
    case "minimum":
      return value === Number.MIN_SAFE_INTEGER;
    case "maximum":
      return value === Number.MAX_SAFE_INTEGER;
    case "minLength":
    case "maxLength":
    case "maxItems":
      return typeof value === "number";
    case "default":
    case "additionalProperties":
      return value === false;
    default:
      return false;
  }
}
