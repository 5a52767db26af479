import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type DebuggerSession, attach, openDialogIn } from "../../debugger/debugger-session.ts";
import { dialogAdvice } from "../../debugger/standstill.ts";
import { StoppableCode, mayLoop } from "../../debugger/stoppable-code.ts";
import { type World, evaluateIn, worldsIn } from "../../debugger/frame-world.ts";
import { openTarget } from "../../policy/frames.ts";
import { gate } from "../../policy/gate.ts";
import { act } from "../acting/aftermath.ts";
import type { Handler } from "../tool-context.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { scriptWorld } from "./run-code.ts";
import { untilAborted } from "../until-aborted.ts";

/** Kept from the call's time, so that the answer still gets through. */
const SPARE_MS = 150;

const exceptionSchema = z.object({
  text: z.string(),
  lineNumber: z.number(),
  exception: z.object({ description: z.string().optional() }).optional(),
});

const evaluatedSchema = z.object({
  result: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    value: z.unknown().optional(),
    objectId: z.string().optional(),
    unserializableValue: z.string().optional(),
  }),
  exceptionDetails: exceptionSchema.optional(),
});
type Evaluated = z.infer<typeof evaluatedSchema>;

const GONE = fail(
  "navigated",
  "The page went away while the code ran. What it had done stays done. Read the page before running it again.",
);

const ILLEGAL_RETURN = /^SyntaxError: Illegal return statement/;

type Answer = Awaited<ReturnType<Handler<"chrome_javascript">>>;

const javascript: Handler<"chrome_javascript"> = async (args, context) => {
  if (args.includeSnapshot === "none") return runInPage(args, context);
  const answers: Answer[] = [];
  const running = async () => {
    const answer = await runInPage(args, context);
    answers.push(answer);
    return answer;
  };
  const acted = await act(args, context, async () => succeed({ run: running }));
  if (!acted.ok) return acted;
  const { effect, tabId } = acted.value.data;
  const [ran] = answers;
  // What came in between can only be a dialog.
  if (!ran) return fail("dialog_open", dialogAdvice(openDialogIn(tabId) ?? "alert"));
  return ran.ok ? succeed({ ...ran.value, data: { ...ran.value.data, effect } }) : ran;
};

const runInPage: Handler<"chrome_javascript"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();

  const world = await pagesWorld(session, args.frameId, context.signal);
  if (!world.ok) return world;

  const dialog = Promise.withResolvers<"dialog">();
  const stopListening = session.listen(({ method }) => {
    if (method === "Page.javascriptDialogOpening") dialog.resolve("dialog");
  });
  const stoppable = mayLoop(args.code)
    ? new StoppableCode(session, world.value.sessionId)
    : undefined;
  using _stoppable = stoppable;
  const code = stoppable?.named(args.code) ?? args.code;
  const running = Promise.race([
    evaluateThere(session, world.value, code, context.deadlineMs),
    dialog.promise,
  ]);
  const outcome = await untilAborted(running, context.signal).finally(stopListening);
  if (!outcome.ok) {
    // Code that loops for ever would hold the page up long after its call.
    await stoppable?.stop();
    return outcome;
  }
  if (outcome.value === "dialog") {
    return fail("dialog_open", dialogAdvice(openDialogIn(tabId) ?? "alert"));
  }
  if (!outcome.value.ok) return outcome.value;
  return succeed(withOrigin({ tabId, ...told(outcome.value.value, args.maxOutputBytes) }, url));
};

/** The world of a frame's own scripts, in the document that the call may enter. */
async function pagesWorld(
  session: DebuggerSession,
  frameId: number | undefined,
  signal: AbortSignal,
): Promise<Outcome<World>> {
  if (!frameId) return scriptWorld(session, "MAIN", signal);
  const frame = { tabId: session.tabId, frameIds: [frameId] };
  const open = await openTarget(frame, true, signal);
  if (!open.ok) return open;
  const worlds = await worldsIn(session, open.value);
  if (!worlds.ok) return worlds;
  const { main } = worlds.value;
  const admitted = await gate().admit(main.origin, signal);
  return admitted.ok ? succeed(main) : admitted;
}

/** Evaluates; code that has no value because its page went away is told from code whose value is of no use. */
async function evaluateThere(
  session: DebuggerSession,
  world: World,
  code: string,
  deadlineMs: number,
): Promise<Outcome<Evaluated>> {
  const outcome = await evaluate(session, world, code, deadlineMs);
  if (outcome.ok || outcome.failure.code !== "script_error") return outcome;
  const isThere = (await evaluateIn(session, world, { expression: "1" })).ok;
  return isThere ? outcome : GONE;
}

/**
 * Runs the code as a console does: the value of its last expression counts, and `await` may be used. Code
 * with a `return` of its own does not compile like that; it is the body of an async function instead.
 */
async function evaluate(
  session: DebuggerSession,
  world: World,
  code: string,
  deadlineMs: number,
): Promise<Outcome<Evaluated>> {
  const asConsole = await run(session, world, code, true, deadlineMs);
  // A compiler's error: nothing has run.
  const isBody = asConsole.ok && ILLEGAL_RETURN.test(messageOf(asConsole.value.exceptionDetails));
  const first = isBody
    ? await run(session, world, `(async () => {${code}\n})()`, false, deadlineMs)
    : asConsole;
  const objectId = first.ok ? first.value.result.objectId : undefined;
  if (!first.ok || objectId === undefined || first.value.exceptionDetails) return first;
  // A promise that the code did not await, or a value to be written as JSON.
  const unwrap = {
    objectId,
    functionDeclaration: "async function () { return await this; }",
    awaitPromise: true,
    returnByValue: true,
  };
  return evaluated(await session.send("Runtime.callFunctionOn", unwrap, world.sessionId));
}

async function run(
  session: DebuggerSession,
  world: World,
  expression: string,
  replMode: boolean,
  deadlineMs: number,
): Promise<Outcome<Evaluated>> {
  const params = {
    expression,
    replMode,
    awaitPromise: true,
    userGesture: true,
    // Ends code that never gives the page back; code that only waits goes on.
    timeout: Math.max(50, deadlineMs - Date.now() - SPARE_MS),
  };
  const outcome = evaluated(await evaluateIn(session, world, params));
  if (outcome.ok || Date.now() < deadlineMs - SPARE_MS * 2) return outcome;
  return fail(
    "timeout",
    "The code did not end in its time and was stopped. What it had done stays done.",
  );
}

function evaluated(sent: Outcome<unknown>): Outcome<Evaluated> {
  // Why the page stands still is known better than what became of the code.
  if (!sent.ok && sent.failure.code !== "internal") return sent;
  const parsed = sent.ok ? evaluatedSchema.safeParse(sent.value) : undefined;
  if (parsed?.success) return succeed(parsed.data);
  return fail(
    "script_error",
    "The code's value could not be given: it is no plain data. Return plain data.",
  );
}

function told({ result, exceptionDetails }: Evaluated, maxBytes: number) {
  if (exceptionDetails) {
    const [message = ""] = messageOf(exceptionDetails).split("\n");
    return cut(`${message} (line ${exceptionDetails.lineNumber + 1})`, "error", maxBytes);
  }
  const value = result.unserializableValue ?? JSON.stringify(result.value) ?? "undefined";
  return cut(value, result.subtype ?? result.type, maxBytes);
}

function messageOf(details: Evaluated["exceptionDetails"]): string {
  return details?.exception?.description ?? details?.text ?? "";
}

function cut(value: string, type: string, maxBytes: number) {
  const truncated = value.length > maxBytes;
  return { value: truncated ? value.slice(0, maxBytes) : value, type, truncated };
}

export const scriptHandlers = {
  chrome_javascript: javascript,
};
