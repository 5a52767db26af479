import type { ThreadPort } from "./voice-program.ts";

/** The message port of the thread that this runs on. */
export const threadPort: ThreadPort = {
  post: (message) => postMessage(message),
  listen: (heard) => addEventListener("message", ({ data }: MessageEvent<unknown>) => heard(data)),
};
