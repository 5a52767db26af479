import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { type World, evaluateIn, ownTopWorld, topWorld } from "../../debugger/frame-world.ts";
import { gate } from "../../policy/gate.ts";

/** Code of a client in the top frame of a page, past the page's content policy: only the debugger may do that. */

const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});

const GONE = fail("navigated", "The page that the script was in is gone. Put it there again.");

const WORLD_NAME = "Chrome MCP Remote scripts";

/** Scripts in a world of their own are told of commands as content scripts are. */
const LISTENERS = `globalThis.chromeMcpCommands ??= [];
const runtime = ((globalThis.chrome ??= {}).runtime ??= {});
runtime.onMessage ??= { addListener: (listener) => void globalThis.chromeMcpCommands.push(listener) };`;

/**
 * Where code runs, if the call may go there: the page may have gone elsewhere since its tab was looked up, and an
 * empty page is of the site that opened it.
 */
export async function scriptWorld(
  session: DebuggerSession,
  kind: "MAIN" | "ISOLATED",
  signal: AbortSignal,
): Promise<Outcome<World>> {
  const isMain = kind === "MAIN";
  const found = await (isMain ? topWorld(session) : ownTopWorld(session, WORLD_NAME));
  if (!found.ok) return found;
  // A page in a sandbox has no origin, but an address.
  for (const site of [found.value.origin, session.address]) {
    const admitted = await gate().admit(site, signal);
    if (!admitted.ok) return admitted;
  }
  if (isMain) return found;
  const prepared = await evaluate(session, found.value, `{${LISTENERS}}`);
  return prepared.ok ? found : prepared;
}

/** Runs code as the body of a function. `returns`: its value is given as JSON, where it has one. */
export function runCode(
  session: DebuggerSession,
  world: World,
  code: string,
  returns = false,
): Promise<Outcome<unknown>> {
  const call = `(function () {${code}\n})()`;
  const asJson = `const value = await ${call}; try { return JSON.stringify(value); } catch {}`;
  const expression = returns ? `(async () => { ${asJson} })()` : `${call}, undefined`;
  return evaluate(session, world, expression);
}

/** The value of an expression, by way of JSON. What it throws is a failure. */
export async function evaluate(
  session: DebuggerSession,
  world: World,
  expression: string,
): Promise<Outcome<unknown>> {
  const wish = { expression, awaitPromise: true, returnByValue: true };
  const answer = await evaluateIn(session, world, wish);
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
