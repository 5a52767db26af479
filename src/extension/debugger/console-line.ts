import { z } from "zod";
import type { DebuggerEvent } from "./debugger-session.ts";

/** One thing that a page said in its console. */
export interface ConsoleLine {
  kind: "message" | "exception";
  timestamp: number;
  level: string;
  source: string;
  text: string;
  url?: string;
  lineNumber?: number;
}

const MOST_CHARS = 2_000;
const MOST_URL = 500;

const framesSchema = z
  .object({ callFrames: z.array(z.object({ url: z.string(), lineNumber: z.number() })) })
  .optional();
const previewSchema = z.object({
  subtype: z.string().optional(),
  overflow: z.boolean(),
  properties: z.array(z.object({ name: z.string(), value: z.string().optional() })),
});
const valueSchema = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  value: z.unknown().optional(),
  unserializableValue: z.string().optional(),
  description: z.string().optional(),
  preview: previewSchema.optional().catch(undefined),
});
type Value = z.infer<typeof valueSchema>;

const eventSchema = z.discriminatedUnion("method", [
  z.object({
    method: z.literal("Runtime.consoleAPICalled"),
    params: z.object({
      type: z.string(),
      args: z.array(valueSchema),
      timestamp: z.number(),
      stackTrace: framesSchema,
    }),
  }),
  z.object({
    method: z.literal("Runtime.exceptionThrown"),
    params: z.object({
      timestamp: z.number(),
      exceptionDetails: z.object({
        text: z.string(),
        url: z.string().optional(),
        lineNumber: z.number(),
        exception: valueSchema.optional(),
        stackTrace: framesSchema,
      }),
    }),
  }),
  z.object({
    method: z.literal("Log.entryAdded"),
    params: z.object({
      entry: z.object({
        source: z.string(),
        level: z.string(),
        text: z.string(),
        timestamp: z.number(),
        url: z.string().optional(),
        lineNumber: z.number().optional(),
      }),
    }),
  }),
]);

/** What an event of the debugger says about the console; undefined when that is nothing. */
export function consoleLineOf({ method, params }: DebuggerEvent): ConsoleLine | undefined {
  const { data: event } = eventSchema.safeParse({ method, params });
  switch (event?.method) {
    case "Runtime.consoleAPICalled": {
      const { type, args, timestamp, stackTrace } = event.params;
      const [frame] = stackTrace?.callFrames ?? [];
      const text = args.map(textOf).join(" ");
      const level = type === "assert" ? "error" : type;
      return line({ kind: "message", timestamp, level, source: "console-api", text }, frame);
    }
    case "Runtime.exceptionThrown": {
      const { exceptionDetails: details, timestamp } = event.params;
      const [frame = { url: details.url, lineNumber: details.lineNumber }] =
        details.stackTrace?.callFrames ?? [];
      const said = details.exception ? textOf(details.exception) : "";
      const text = said === "" ? details.text : `${details.text} ${said}`;
      return line(
        { kind: "exception", timestamp, level: "error", source: "exception", text },
        frame,
      );
    }
    case "Log.entryAdded": {
      const { source, level, text, timestamp, url, lineNumber } = event.params.entry;
      return line({ kind: "message", timestamp, level, source, text }, { url, lineNumber });
    }
    case undefined:
      return undefined;
  }
}

function line(
  said: ConsoleLine,
  at: { url?: string | undefined; lineNumber?: number | undefined } | undefined,
): ConsoleLine {
  const { url, lineNumber } = at ?? {};
  return {
    ...said,
    text: said.text.slice(0, MOST_CHARS),
    ...(url ? { url: url.slice(0, MOST_URL) } : {}),
    // DevTools counts lines from 0.
    ...(url && lineNumber !== undefined ? { lineNumber: lineNumber + 1 } : {}),
  };
}

function textOf({
  type,
  subtype,
  value,
  unserializableValue,
  description,
  preview,
}: Value): string {
  if (typeof value === "string") return value;
  if (unserializableValue !== undefined) return unserializableValue;
  if (preview && (subtype === undefined || subtype === "array")) {
    const isList = subtype === "array";
    const parts = preview.properties.map(({ name, value: shown = "…" }) =>
      isList ? shown : `${name}: ${shown}`,
    );
    if (preview.overflow) parts.push("…");
    return isList ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
  }
  if (value !== undefined) return JSON.stringify(value);
  return description ?? type;
}
