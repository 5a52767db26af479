import { hostOf } from "../badge.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

export interface StatusWords {
  /** Colour of the dot. */
  mood: "good" | "busy" | "paused" | "bad" | "quiet";
  headline: string;
  lines: string[];
}

/** How things stand, what it means, and what to do about it. */
export function statusWords({ connection, paused, running }: View): StatusWords {
  const texts = TEXTS.popup;
  switch (connection.state) {
    case "asleep":
      return { mood: "quiet", headline: texts.starting, lines: [texts.startingMore] };
    case "connecting":
    case "waiting": {
      const { trouble } = connection;
      const host = hostOf(connection.serverUrl);
      return trouble
        ? {
            mood: "bad",
            headline: texts.notConnected(host),
            lines: [
              `${TEXTS.waiting[trouble.why]} ${texts.tryingAgain}`,
              ...theirs(trouble.message),
            ],
          }
        : { mood: "quiet", headline: texts.connecting(host), lines: [texts.connectingMore] };
    }
    case "connected": {
      const host = hostOf(connection.serverUrl);
      if (paused) return { mood: "paused", headline: texts.paused, lines: [texts.pausedMore] };
      return running === 0
        ? { mood: "good", headline: texts.connected(host), lines: [texts.ready] }
        : { mood: "busy", headline: texts.connected(host), lines: [texts.working(running)] };
    }
    case "stopped":
      return {
        mood: "bad",
        headline: texts.notConnected(hostOf(connection.serverUrl)),
        lines: [whyStopped(connection.stop.code), ...theirs(connection.stop.message)],
      };
    case "off":
      return { mood: "quiet", headline: texts.off, lines: [texts.offMore] };
  }
}

function whyStopped(code: string): string {
  const known = Object.entries(TEXTS.stopped).find(([name]) => name === code);
  return known?.[1] ?? TEXTS.stopped.other;
}

function theirs(message: string | undefined): string[] {
  return message === undefined || message === "" ? [] : [TEXTS.popup.serverSays(message)];
}
