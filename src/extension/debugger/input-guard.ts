import { z } from "zod";
import { type Failed, fail } from "../../protocol/failure.ts";
import { gate } from "../policy/gate.ts";
import { noteOwnInput } from "../takeover/own-inputs.ts";
import { takeOvers } from "../takeover/take-overs.ts";
import { TEXTS } from "../texts.ts";

/** What stands between the debugger and a page at the moment of a key or a click. */

const SHUT = fail("blocked_by_policy", TEXTS.policy.wentToClosed);

const inputSchema = z.object({
  type: z.string().optional(),
  button: z.string().optional(),
  code: z.string().optional(),
});

/** They end what was begun: refused, a key or button would stay down. */
const ENDS = new Set(["mouseReleased", "mouseMoved", "keyUp", "dragCancel", "touchEnd"]);

/** Why a command may not be sent now. What may be is noted as ours. */
export function inputRefusal(
  { tabId, address }: { tabId: number; address: string },
  method: string,
  params: unknown,
): Failed | undefined {
  if (!method.startsWith("Input.") || method === "Input.setInterceptDrags") return undefined;
  if (gate().isShut(address)) return SHUT;
  const { type = "", button, code } = inputSchema.safeParse(params).data ?? {};
  const nowMs = Date.now();
  const refused = ENDS.has(type) ? undefined : takeOvers.refusal(tabId);
  if (refused) return refused;
  if (type === "mousePressed") noteOwnInput(tabId, `mouse:${button}`, nowMs);
  if (type === "keyDown" || type === "rawKeyDown") noteOwnInput(tabId, `key:${code}`, nowMs);
  return undefined;
}
