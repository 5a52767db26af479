import { useEffect, useState } from "preact/hooks";
import {
  type Command,
  POPUP_PORT,
  type Reply,
  type View,
  replySchema,
  viewSchema,
} from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** How long to leave a worker that ended alone before it is started again. */
const RECONNECT_MS = 250;

/** How things stand in the live worker; undefined until it says so. */
export function useView(): View | undefined {
  const [view, setView] = useState<View>();
  useEffect(() => {
    let port: chrome.runtime.Port;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      port = chrome.runtime.connect({ name: POPUP_PORT });
      port.onMessage.addListener((message: unknown) => setView(viewSchema.parse(message)));
      port.onDisconnect.addListener(() => {
        timer = setTimeout(open, RECONNECT_MS);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      port.disconnect();
    };
  }, []);
  return view;
}

/** Tells the worker what the person did. */
export async function send(command: Command): Promise<Reply> {
  try {
    const reply: unknown = await chrome.runtime.sendMessage(command);
    return replySchema.parse(reply);
  } catch (bug) {
    console.error("The worker did not answer.", bug);
    return { ok: false, message: TEXTS.popup.failed };
  }
}
