import { z } from "zod";
import type { ToolContract } from "../tools/contract.ts";
import { isRecord } from "./json-rpc.ts";

/** The result of tools/list, as JSON. */
export function toolListJson(tools: readonly ToolContract[]): string {
  return JSON.stringify({ tools: tools.map(describe) });
}

function describe(tool: ToolContract): object {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: lean(z.toJSONSchema(tool.args, { io: "input" })),
    ...(tool.answer === "data" && { outputSchema: lean(z.toJSONSchema(tool.result)) }),
    annotations: {
      readOnlyHint: tool.effect === "read",
      destructiveHint: tool.destructive,
      idempotentHint: tool.idempotent,
      openWorldHint: tool.openWorld,
    },
  };
}

/**
 * The schema without what costs every client tokens and says nothing: the dialect (2020-12 is MCP's
 * default), the bounds of safe integers, closed objects. A `type` array becomes `anyOf`: some model
 * providers drop such properties.
 */
function lean(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lean);
  if (!isRecord(schema)) return schema;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === "type" && Array.isArray(value))
      kept["anyOf"] = value.map((type: unknown) => ({ type }));
    else if (!saysNothing(key, value)) kept[key] = lean(value);
  }
  return kept;
}

function saysNothing(key: string, value: unknown): boolean {
  switch (key) {
    case "$schema":
      return typeof value === "string";
    case "minimum":
      return value === Number.MIN_SAFE_INTEGER;
    case "maximum":
      return value === Number.MAX_SAFE_INTEGER;
    case "additionalProperties":
      return value === false;
    default:
      return false;
  }
}
