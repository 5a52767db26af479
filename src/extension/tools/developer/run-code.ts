import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";

/** Code of a client in the top frame of a page, past the page's content policy: only the debugger may do that. */

export interface ScriptWorld {
  /** Undefined is the world of the page's own scripts. */
  contextId: number | undefined;
}

const worldSchema = z.object({ executionContextId: z.number() });
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

const heldSchema = z.object({ result: z.object({ objectId: z.string() }) });

const GONE = fail("navigated", "The page that the script was in is gone. Put it there again.");

const WORLD_NAME = "Chrome MCP Remote scripts";

/** Scripts in a world of their own are told of commands as content scripts are. */
const LISTENERS = `globalThis.chromeMcpCommands ??= [];
const runtime = ((globalThis.chrome ??= {}).runtime ??= {});
runtime.onMessage ??= { addListener: (listener) => void globalThis.chromeMcpCommands.push(listener) };`;

export async function scriptWorld(
  session: DebuggerSession,
  world: "MAIN" | "ISOLATED",
): Promise<Outcome<ScriptWorld>> {
  if (world === "MAIN") return succeed({ contextId: undefined });
  const made = await session.send("Page.createIsolatedWorld", {
    frameId: session.topFrame ?? "",
    worldName: WORLD_NAME,
  });
  const id = made.ok ? worldSchema.safeParse(made.value).data?.executionContextId : undefined;
  if (id === undefined) {
    return fail("navigated", "The page went elsewhere meanwhile. Read it and try again.");
  }
  const prepared = await evaluate(session, { contextId: id }, `{${LISTENERS}}`);
  return prepared.ok ? succeed({ contextId: id }) : prepared;
}

/** Runs code as the body of a function. */
export async function runCode(
  session: DebuggerSession,
  world: ScriptWorld,
  code: string,
): Promise<Outcome<unknown>> {
  return evaluate(session, world, `(function () {${code}\n})(), undefined`);
}

/** A world that is held by something in it: when its page goes, code does not run in the one that follows. */
export async function holdWorld(
  session: DebuggerSession,
  { contextId }: ScriptWorld,
): Promise<Outcome<string>> {
  const answer = await session.send("Runtime.evaluate", {
    expression: "globalThis",
    ...(contextId === undefined ? {} : { contextId }),
  });
  const held = answer.ok ? heldSchema.safeParse(answer.value).data : undefined;
  return held ? succeed(held.result.objectId) : GONE;
}

/** Runs code as the body of a function in a world that is held. `returns`: its value is given as JSON, where it has one. */
export async function runHeld(
  session: DebuggerSession,
  objectId: string,
  code: string,
  returns: boolean,
): Promise<Outcome<unknown>> {
  const call = `(function () {${code}\n})()`;
  const asJson = `const value = await ${call}; try { return JSON.stringify(value); } catch {}`;
  const answer = await session.send("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: returns ? `async function () { ${asJson} }` : `function () { ${call}; }`,
    awaitPromise: returns,
    returnByValue: true,
  });
  return valueIn(answer);
}

/** The value of an expression, by way of JSON. What it throws is a failure. */
export async function evaluate(
  session: DebuggerSession,
  { contextId }: ScriptWorld,
  expression: string,
): Promise<Outcome<unknown>> {
  const answer = await session.send("Runtime.evaluate", {
    expression,
    ...(contextId === undefined ? {} : { contextId }),
    awaitPromise: true,
    returnByValue: true,
  });
  return valueIn(answer);
}

function valueIn(answer: Outcome<unknown>): Outcome<unknown> {
  if (!answer.ok) return GONE;
  const { data } = evaluatedSchema.safeParse(answer.value);
  if (!data || data.exceptionDetails !== undefined) {
    return fail(
      "script_error",
      "The script threw an error or does not compile. chrome_javascript shows what it throws.",
    );
  }
  return succeed(data.result.value);
}
