import { z } from "zod";
import type { DebuggerEvent, DebuggerSession } from "./debugger-session.ts";

/** Chrome says what is in an object only while it is logged, and not when it tells of it again. */

/** Of these many messages, the newest, objects are looked into. */
const MOST_MESSAGES = 50;
const MOST_PROPERTIES = 10;

const calledSchema = z.object({ args: z.array(z.looseObject({})) });
const objectSchema = z.looseObject({
  type: z.literal("object"),
  subtype: z.literal("array").optional(),
  objectId: z.string(),
  preview: z.undefined().optional(),
});
const propertiesSchema = z.object({
  result: z.array(
    z.object({
      name: z.string(),
      enumerable: z.boolean(),
      value: z
        .object({
          type: z.string(),
          value: z.unknown().optional(),
          description: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

/** The events with what is in the objects that they name, while these still are. */
export function withObjects(
  session: DebuggerSession,
  events: readonly DebuggerEvent[],
): Promise<DebuggerEvent[]> {
  const first = events.length - MOST_MESSAGES;
  return Promise.all(
    events.map(async (event, index) => {
      const called = calledSchema.safeParse(event.params).data;
      if (index < first || event.method !== "Runtime.consoleAPICalled" || !called) return event;
      const args = await Promise.all(
        called.args.map((arg) => withPreview(session, arg, event.sessionId)),
      );
      return { ...event, params: { ...called, ...spread(event.params), args } };
    }),
  );
}

function spread(params: unknown): object {
  return typeof params === "object" && params !== null ? params : {};
}

async function withPreview(
  session: DebuggerSession,
  arg: object,
  sessionId: string | undefined,
): Promise<object> {
  const { data: object } = objectSchema.safeParse(arg);
  if (!object) return arg;
  const wish = { objectId: object.objectId, ownProperties: true };
  const answer = await session.send("Runtime.getProperties", wish, sessionId);
  const properties = answer.ok ? propertiesSchema.safeParse(answer.value).data : undefined;
  if (!properties) return arg;
  const shown = properties.result.filter(({ enumerable }) => enumerable);
  const preview = {
    overflow: shown.length > MOST_PROPERTIES,
    properties: shown.slice(0, MOST_PROPERTIES).map(({ name, value }) => ({
      name,
      // A getter is not run.
      value: value?.description ?? (value && "value" in value ? String(value.value) : "…"),
    })),
  };
  return { ...object, preview };
}
