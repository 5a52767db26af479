import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import { type DebuggerSession, attach } from "../../debugger/debugger-session.ts";
import type { World } from "../../debugger/frame-world.ts";
import { TabKeep } from "../../tab-keep.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { evaluate, runCode, scriptWorld } from "./run-code.ts";
import { type KnownTab, findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";
import { useTool } from "../use-tool.ts";

/** Where the script of a tab is. It goes with its page. */
class Injected implements Disposable {
  readonly world: World;
  constructor(world: World) {
    this.world = world;
  }
  [Symbol.dispose](): void {}
}

const injected = new TabKeep<Injected>();

const answerSchema = z.object({ data: z.unknown().optional(), error: z.string().optional() });

/** Ends listeners of a script that was put there before, as their users know it. */
const CLEAN_UP = `window.dispatchEvent(new CustomEvent("chrome-mcp:cleanup"))`;

export const injectScript: Handler<"chrome_inject_script"> = async (args, context) => {
  const found = await pageFor(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const before = injected.get(tabId);
  if (before) await evaluate(session, before.world, CLEAN_UP);
  const world = await scriptWorld(session, args.type, context.signal);
  if (!world.ok) return world;
  const ran = await untilAborted(runCode(session, world.value, args.jsScript), context.signal);
  if (!ran.ok) return ran;
  if (!ran.value.ok) return ran.value;
  injected.put(tabId, new Injected(world.value));
  return succeed(withOrigin({ injected: true, tabId }, url));
};

type InjectArgs = Parameters<Handler<"chrome_inject_script">>[0];

/** The tab; where another address is named, the tab that has it, or one that goes there. */
async function pageFor(args: InjectArgs, context: ToolContext): Promise<Outcome<KnownTab>> {
  const { url } = args;
  if (url === undefined || args.tabId !== undefined) return findPage(args, context);
  const bare = (address = "") => address.replace(/\/$/, "");
  const tabs = await chrome.tabs.query({});
  const open = tabs.find((tab) => bare(tab.url) === bare(url));
  if (open?.id !== undefined) return findPage({ ...args, tabId: open.id }, context);
  const gone = await useTool("chrome_navigate", { url, newTab: true }, context);
  return gone.ok ? findPage({ background: args.background }, context) : gone;
}

export const sendCommand: Handler<"chrome_send_command_to_inject_script"> = async (
  args,
  context,
) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url } = found.value;
  const script = injected.get(tabId);
  if (!script) {
    return fail(
      "invalid_arguments",
      "No script was injected in this tab: chrome_inject_script first.",
    );
  }
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const answer = await tellScript(session, script.world, args, context);
  return answer.ok ? succeed(withOrigin(answer.value, url)) : answer;
};

/** Gives a script in the page a command, and waits for its answer. */
export async function tellScript(
  session: DebuggerSession,
  world: World,
  { eventName, payload }: { eventName: string; payload?: unknown },
  { signal }: ToolContext,
): Promise<Outcome<z.infer<typeof answerSchema>>> {
  const command = { action: eventName, payload, requestId: crypto.randomUUID() };
  const expression = `(${commandScript.toString()})(${JSON.stringify(command)})`;
  const sent = await untilAborted(evaluate(session, world, expression), signal);
  if (!sent.ok) return sent;
  if (!sent.value.ok) return sent.value;
  const answer = answerSchema.safeParse(sent.value.value).data;
  return answer ? succeed(answer) : fail("script_error", "The script's answer is no plain data.");
}

/** Runs inside the page: tells listeners by message and by event, and waits for the first answer. */
function commandScript(command: { action: string; payload?: unknown; requestId: string }) {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const hear = (event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    if (typeof detail !== "object" || detail === null) return;
    if (Reflect.get(detail, "requestId") !== command.requestId) return;
    const error: unknown = Reflect.get(detail, "error");
    const data: unknown = Reflect.get(detail, "data");
    resolve(typeof error === "string" ? { error } : { data });
  };
  window.addEventListener("chrome-mcp:response", hear);
  for (const listener of globalThis.chromeMcpCommands ?? []) {
    listener(command, {}, (data: unknown) => resolve({ data }));
  }
  window.dispatchEvent(new CustomEvent("chrome-mcp:execute", { detail: command }));
  return promise.finally(() => window.removeEventListener("chrome-mcp:response", hear));
}

declare global {
  var chromeMcpCommands:
    | ((command: unknown, sender: object, answer: (data: unknown) => void) => unknown)[]
    | undefined;
}
