import type { Scene, ToolStep } from "./ears.ts";
import { riskOfClick, riskOfKeys, riskOfSubmitting } from "./sentences/risk.ts";
import { risks } from "./sentences/spoken-answers.ts";

/** Keys that press what has the focus. */
const PRESSING_KEY = /(?:^|[\s,+])(?:enter|return|space|spacebar)(?:$|[\s,])/i;
const LINE_BREAK = /[\r\n]/;

/** What somebody should be asked before a step that they did not put in words themselves; undefined: nothing. */
export function riskOfStep({ tool, args }: ToolStep, scene: Scene): string | undefined {
  switch (tool) {
    case "chrome_click_element":
      return riskOfPressing(args, scene);
    case "chrome_keyboard":
      return riskOfTyping(args, scene);
    case "chrome_fill_or_select":
    case "chrome_fill_form": {
      const byKeys = args["slowly"] === true && LINE_BREAK.test(String(args["value"]));
      return args["submit"] === true || byKeys ? riskOfSubmitting("Enter", scene) : undefined;
    }
    case "chrome_handle_dialog":
      return args["action"] === "accept" ? risks.acceptDialog : undefined;
    default:
      return undefined;
  }
}

function riskOfTyping(args: ToolStep["args"], scene: Scene): string | undefined {
  const { keys } = args;
  if (typeof keys !== "string") return undefined;
  const isAimed = args["ref"] !== undefined || args["selector"] !== undefined;
  const presses = isAimed && PRESSING_KEY.test(keys) ? riskOfPressing(args, scene) : undefined;
  return presses ?? riskOfKeys(LINE_BREAK.test(keys) ? "Enter" : keys, scene);
}

function riskOfPressing({ ref }: ToolStep["args"], scene: Scene): string | undefined {
  const control = scene.controls.find((one) => one.ref === ref);
  return control ? riskOfClick(control, scene) : risks.unnamed;
}
