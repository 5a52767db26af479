import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";

export interface ToolText {
  text: string;
  isError: boolean;
  data: Record<string, unknown>;
}

/**
 * Calls a tool as an agent does, and gives what it would read. `onResumable` hears when the answer has
 * become a stream that a lost connection does not lose.
 */
export async function callTool(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
  onResumable?: (token: string) => void,
): Promise<ToolText> {
  const result = CallToolResultSchema.parse(
    await client.callTool({ name, arguments: args }, CallToolResultSchema, {
      ...(onResumable && { onresumptiontoken: onResumable }),
      timeout: 120_000,
    }),
  );
  const text = result.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
  return { text, isError: result.isError === true, data: result.structuredContent ?? {} };
}

/** The ref in the line of an outline that matches. */
export function refIn(outline: string, line: RegExp): string {
  const found = outline.split("\n").find((candidate) => line.test(candidate));
  const ref = /\[ref=([^\]\s]+)\]/.exec(found ?? "")?.[1];
  if (ref === undefined) throw new Error(`no ref in a line like ${line} of:\n${outline}`);
  return ref;
}
