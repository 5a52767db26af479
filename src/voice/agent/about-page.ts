import type { Understanding } from "./ears.ts";

/** Does what is meant depend on what is on the page now? A command without steps tells of it, and keys act on it. */
export function isAboutPage(meaning: Understanding): boolean {
  switch (meaning.kind) {
    case "unknown":
    case "which":
    case "heard":
      return true;
    case "answer":
      return !meaning.complete;
    case "command": {
      const { control, steps, dictation } = meaning.command;
      if (steps.length === 0) return dictation === undefined;
      return control !== undefined || steps.some(({ tool }) => tool === "chrome_keyboard");
    }
    case "control":
    case "unfinished":
      return false;
  }
}

/** Its answer makes no sense before the numbers are there. */
export function asksForNumber(meaning: Understanding): boolean {
  return meaning.kind === "command" && meaning.command.numbers === "show";
}

/** Does it end in a question, as far as can be told before it is done? */
export function asksBack(meaning: Understanding): boolean {
  return (
    meaning.kind === "which" ||
    meaning.kind === "heard" ||
    (meaning.kind === "command" && meaning.command.risk !== undefined)
  );
}
