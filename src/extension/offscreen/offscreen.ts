import type { Door } from "../talk/talk-messages.ts";

/**
 * The page without a window in which the clipboard is used, and in which the person's room lives: a worker has
 * neither clipboard nor sound, web pages must not see what is on it, and the side panel may be closed. It lives for
 * one use of the clipboard, or as long as somebody talks.
 */

/** What the worker asks of this page. */
export type OffscreenRequest =
  | { clipboard: "read" }
  | { clipboard: "write"; text: string }
  | { talk: Door };

chrome.runtime.onMessage.addListener(
  (message: unknown, sender, reply: (answer: string | null) => void) => {
    if (sender.id !== chrome.runtime.id || !isRequest(message)) return false;
    if ("talk" in message) {
      // Whoever asks waits for an answer, and others for their turn, also where the room cannot be loaded.
      void talk(message.talk).finally(() => reply(null));
      // Keeps the channel open for the answer.
      return true;
    }
    reply(message.clipboard === "read" ? read() : write(message.text));
    return false;
  },
);

function isRequest(message: unknown): message is OffscreenRequest {
  return (
    typeof message === "object" && message !== null && ("clipboard" in message || "talk" in message)
  );
}

/** What a room needs is large, and loaded only for one. */
async function talk(door: Door): Promise<void> {
  const { join } = await import("./room-on-air.ts");
  join(door);
}

function read(): string | null {
  const field = emptied();
  return succeeded("paste") ? field.value : null;
}

function write(text: string): string | null {
  const field = emptied();
  field.value = text;
  field.select();
  if (!succeeded("copy")) return null;
  // Copying only sends it off. Where it may be read as well, it is there by the time that it has been.
  succeeded("paste");
  return text;
}

function emptied(): HTMLTextAreaElement {
  const field = document.querySelector("textarea");
  if (!field) throw new Error("The page has lost its field.");
  field.value = "";
  field.focus();
  return field;
}

/** Deprecated, but what took its place wants a page that has the focus, and this one has no window. */
function succeeded(command: "copy" | "paste"): boolean {
  const execute: unknown = Reflect.get(document, "execCommand");
  if (typeof execute !== "function") return false;
  const done: unknown = Reflect.apply(execute, document, [command]);
  return done === true;
}
