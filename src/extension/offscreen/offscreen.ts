/**
 * The page without a window in which the clipboard is used: a worker has none, and web pages must not see what
 * is on it. It lives for one message of the worker.
 */

/** What the worker asks of this page. */
export type ClipboardRequest = { clipboard: "read" } | { clipboard: "write"; text: string };

chrome.runtime.onMessage.addListener(
  (message: unknown, sender, reply: (text: string | null) => void) => {
    if (sender.id !== chrome.runtime.id || !isRequest(message)) return;
    reply(message.clipboard === "read" ? read() : write(message.text));
  },
);

function isRequest(message: unknown): message is ClipboardRequest {
  return typeof message === "object" && message !== null && "clipboard" in message;
}

function read(): string | null {
  const field = emptied();
  return succeeded("paste") ? field.value : null;
}

function write(text: string): string | null {
  const field = emptied();
  field.value = text;
  field.select();
  return succeeded("copy") ? text : null;
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
