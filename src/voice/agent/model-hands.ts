import type { ConversationParts } from "./conversation.ts";
import type { ModelHands } from "./providers/language-model.ts";
import { riskOfStep } from "./step-risk.ts";

/** What a language model may do about a sentence; what is risky waits for the person's yes. */
export function handsFor(
  sentence: string,
  { scene, call }: Pick<ConversationParts, "scene" | "call">,
  { signal, stopped }: { signal: AbortSignal; stopped: AbortSignal },
): ModelHands {
  return {
    signal,
    call: ({ tool, args }) => {
      scene.changed();
      return call(tool, args, stopped);
    },
    risk: async (step) => {
      await scene.refresh();
      return riskOfStep(step, scene.now());
    },
    keep: (step, risk) => {
      const command = { sentence, steps: [step], answer: () => "Done.", risk };
      scene.pending = { kind: "confirm", command };
    },
  };
}
