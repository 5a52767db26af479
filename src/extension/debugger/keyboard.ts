import { type Outcome, succeed } from "../../protocol/failure.ts";
import type { DebuggerSession } from "./debugger-session.ts";
import { STOPPED } from "../tools/until-aborted.ts";
import { type KeyPress, keyFor } from "./keys.ts";
import { modifierBits } from "./mouse.ts";

/** On a Mac the editing keys act by commands, which Chrome does not work out for keys sent by a program. */
const MAC_COMMANDS: Record<string, string> = {
  KeyA: "selectAll",
  KeyC: "copy",
  KeyV: "paste",
  KeyX: "cut",
  KeyZ: "undo",
};

export async function pressKey(
  session: DebuggerSession,
  press: KeyPress,
): Promise<Outcome<unknown>> {
  const { key, code, keyCode, text } = press;
  const modifiers = modifierBits(press.modifiers);
  const common = {
    key,
    code,
    modifiers,
    windowsVirtualKeyCode: keyCode,
    nativeVirtualKeyCode: keyCode,
  };
  const command = press.modifiers.includes("Meta") ? MAC_COMMANDS[code] : undefined;
  const [down, up] = await Promise.all([
    session.send("Input.dispatchKeyEvent", {
      ...common,
      type: text === "" ? "rawKeyDown" : "keyDown",
      ...(text === "" ? {} : { text, unmodifiedText: text }),
      ...(command === undefined ? {} : { commands: [command] }),
    }),
    session.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" }),
  ]);
  return down.ok ? up : down;
}

/** Types text into what has the focus, key by key; characters that no key types are inserted. */
export async function typeText(
  session: DebuggerSession,
  text: string,
  pause: () => Promise<boolean>,
): Promise<Outcome<unknown>> {
  for (const character of text) {
    if (!(await pause())) return succeed(undefined);
    const key = keyFor(character);
    const sent = key
      ? await pressKey(session, key)
      : await session.send("Input.insertText", { text: character });
    if (!sent.ok) return sent;
  }
  return succeed(undefined);
}

/** Enters text with its line breaks into an editor, where Enter alone might send what is written. */
export async function enterLines(
  session: DebuggerSession,
  text: string,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const lineBreak = keyFor("\n", ["Shift"]);
  for (const [nth, line] of text.split(/\r?\n/).entries()) {
    if (signal.aborted) return STOPPED;
    const broken = nth > 0 && lineBreak ? await pressKey(session, lineBreak) : succeed(undefined);
    if (!broken.ok) return broken;
    const entered =
      line === "" ? succeed(undefined) : await session.send("Input.insertText", { text: line });
    if (!entered.ok) return entered;
  }
  return succeed(undefined);
}
