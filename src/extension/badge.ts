import type { ConnectionState } from "./connection-state.ts";
import { TEXTS } from "./texts.ts";

export interface Badge {
  text: string;
  /** The same in words. */
  title: string;
  color: string;
}

const GREEN = "#1a7f4b";
const AMBER = "#9a6700";
const BLUE = "#2563d9";
const RED = "#c0392b";
const GREY = "#6b7280";

/** What holds for the whole browser. */
interface Moment {
  paused: boolean;
  /** Calls that run. */
  running: number;
  /** A question waits for the person. */
  asked: boolean;
  /** Tabs that the person has taken over. */
  taken: number;
  /** The person's microphone is open. */
  hears: boolean;
}

/** What the toolbar icon shows: nothing while all is well and quiet. */
export function badgeOf(state: ConnectionState, moment: Moment): Badge {
  const badge = standing(state, moment);
  if (!moment.hears) return badge;
  const sign = badge.text === "" ? { text: "●", color: RED } : {};
  return { ...badge, ...sign, title: `${badge.title}, ${TEXTS.badge.hears}` };
}

function standing(
  state: ConnectionState,
  { paused, running, asked, taken }: Omit<Moment, "hears">,
): Badge {
  const line = (title: string) => `Chrome MCP Remote – ${title}`;
  switch (state.state) {
    case "asleep":
      return { text: "", title: line(TEXTS.badge.asleep), color: GREY };
    case "connecting":
    case "waiting": {
      const host = hostOf(state.serverUrl);
      return state.trouble
        ? { text: "!", title: line(TEXTS.badge.waiting(host)), color: RED }
        : { text: "…", title: line(TEXTS.badge.connecting(host)), color: GREY };
    }
    case "stopped":
      return { text: "!", title: line(TEXTS.badge.stopped(hostOf(state.serverUrl))), color: RED };
    case "off":
      return { text: "!", title: line(TEXTS.badge.off), color: GREY };
    case "connected": {
      if (asked) return { text: "?", title: line(TEXTS.badge.asked), color: BLUE };
      if (paused) return { text: "II", title: line(TEXTS.badge.paused), color: AMBER };
      if (taken > 0) return { text: "✋", title: line(TEXTS.badge.taken(taken)), color: AMBER };
      const connected = TEXTS.badge.connected(hostOf(state.serverUrl));
      return running === 0
        ? { text: "", title: line(connected), color: GREEN }
        : {
            text: running > 99 ? "99+" : String(running),
            title: line(`${connected}, ${TEXTS.badge.working(running)}`),
            color: GREEN,
          };
    }
  }
}

export function hostOf(serverUrl: string): string {
  return URL.parse(serverUrl)?.host ?? serverUrl;
}
