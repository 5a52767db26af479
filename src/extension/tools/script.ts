import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { type DebuggerSession, attach } from "../debugger/debugger-session.ts";
import { contextOfFrame } from "../debugger/frame-context.ts";
import { NAVIGATED } from "../page/call-page.ts";
import type { Handler, ToolContext } from "./handlers.ts";
import { dialogAdvice, findPage, withOrigin } from "./tab-target.ts";
import { untilAborted } from "./until-aborted.ts";

/** Time kept for ending a script that runs too long, before the call itself is over. */
const SPARE_MS = 200;

const evaluatedSchema = z.object({
  result: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    value: z.unknown().optional(),
    unserializableValue: z.string().optional(),
    description: z.string().optional(),
    objectId: z.string().optional(),
  }),
  exceptionDetails: z
    .object({
      text: z.string(),
      lineNumber: z.number(),
      exception: z
        .object({ description: z.string().optional(), value: z.unknown().optional() })
        .optional(),
    })
    .optional(),
});
type Evaluated = z.infer<typeof evaluatedSchema>;

export const javascript: Handler<"chrome_javascript"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const tab = found.value;
  const attached = await attach(tab.tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _ = session.lease();
  const place = args.frameId
    ? await contextOfFrame(session, args.frameId, context.signal)
    : succeed({});
  if (!place.ok) return place;
  const evaluated = await run(session, args.code, place.value, context);
  if (!evaluated.ok) return evaluated;
  const { text, type } = textOf(evaluated.value);
  const truncated = text.length > args.maxOutputBytes;
  const value = truncated ? text.slice(0, args.maxOutputBytes) : text;
  return succeed(withOrigin({ tabId: tab.tabId, value, type, truncated }, tab.url));
};

interface Place {
  sessionId?: string;
  uniqueContextId?: string;
}

async function run(
  session: DebuggerSession,
  code: string,
  { sessionId, uniqueContextId }: Place,
  { signal, deadlineMs }: ToolContext,
): Promise<Outcome<Evaluated>> {
  const timeout = Math.max(deadlineMs - Date.now() - SPARE_MS, 1);
  const options = {
    awaitPromise: true,
    returnByValue: true,
    userGesture: true,
    timeout,
    ...(uniqueContextId === undefined ? {} : { uniqueContextId }),
  };
  const interrupted = interruption(session, timeout);
  const first = (async () => {
    // As a plain expression or script first: its last value is the answer, as in the console.
    const plain = needsFunction(code)
      ? undefined
      : await evaluate(session, code, { ...options, replMode: true }, sessionId);
    return plain && !(plain.ok && isIllegalReturn(plain.value))
      ? plain
      : evaluate(session, `(async () => {${code}\n})()`, options, sessionId);
  })();
  const done = await untilAborted(Promise.race([first, interrupted.promise]), signal);
  interrupted.stop();
  if (done.ok && done.value !== "timeout" && done.value !== "dialog") return done.value;
  first.catch(() => undefined);
  if (done.ok && done.value === "dialog")
    return fail("dialog_open", dialogAdvice(session.dialog ?? "alert"));
  await session.send("Runtime.terminateExecution", undefined, sessionId);
  if (!done.ok) return done;
  return fail(
    "timeout",
    "The script did not end in time and was stopped. Do less at once, or give a longer timeoutMs.",
  );
}

/** Settles when the script has to be given up: its time is over, or it opened a dialog. */
function interruption(session: DebuggerSession, ms: number) {
  const { promise, resolve } = Promise.withResolvers<"timeout" | "dialog">();
  const timer = setTimeout(() => resolve("timeout"), ms);
  const unlisten = session.listen(({ method }) => {
    if (method === "Page.javascriptDialogOpening") resolve("dialog");
  });
  const stop = () => {
    clearTimeout(timer);
    unlisten();
  };
  return { promise, stop };
}

async function evaluate(
  session: DebuggerSession,
  expression: string,
  options: object,
  sessionId: string | undefined,
): Promise<Outcome<Evaluated>> {
  const answered = await session.send("Runtime.evaluate", { ...options, expression }, sessionId);
  // The page went away under the script, or its value cannot be told: cyclic, or a thing of the page.
  if (!answered.ok) {
    return answered.failure.code === "internal"
      ? fail(
          NAVIGATED.failure.code,
          "The page went elsewhere while the script ran, or its value cannot be written as JSON. Return plain data.",
        )
      : answered;
  }
  const parsed = evaluatedSchema.safeParse(answered.value);
  return parsed.success ? succeed(parsed.data) : NAVIGATED;
}

/** `return` outside of a function. */
function needsFunction(code: string): boolean {
  return /^\s*return\b/m.test(code);
}

function isIllegalReturn({ exceptionDetails }: Evaluated): boolean {
  return exceptionDetails?.exception?.description?.includes("Illegal return statement") ?? false;
}

/** What the script gave, as JSON; what it threw, in the words of the error. */
function textOf({ result, exceptionDetails }: Evaluated): { text: string; type: string } {
  if (exceptionDetails) {
    const { exception, text, lineNumber } = exceptionDetails;
    const message =
      exception?.description?.split("\n    at ")[0] ?? JSON.stringify(exception?.value) ?? text;
    return { text: `${message} (line ${lineNumber + 1})`, type: "error" };
  }
  if (result.unserializableValue !== undefined)
    return { text: result.unserializableValue, type: result.type };
  if (result.type === "undefined") return { text: "undefined", type: "undefined" };
  return {
    text: JSON.stringify(result.value) ?? result.description ?? "",
    type: result.subtype ?? result.type,
  };
}
