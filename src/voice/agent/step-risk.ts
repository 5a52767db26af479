import type { Scene, ToolStep } from "./ears.ts";
import { riskOfClick, riskOfKeys } from "./sentences/risk.ts";

const UNNAMED = "I am about to click something that I cannot name. Shall I?";

/** What somebody should be asked before a step that they did not put in words themselves; undefined: nothing. */
export function riskOfStep({ tool, args }: ToolStep, scene: Scene): string | undefined {
  switch (tool) {
    case "chrome_click_element": {
      const control = scene.controls.find(({ ref }) => ref === args["ref"]);
      return control ? riskOfClick(control, scene) : UNNAMED;
    }
    case "chrome_keyboard":
      return typeof args["keys"] === "string" ? riskOfKeys(args["keys"], scene) : undefined;
    default:
      return undefined;
  }
}
