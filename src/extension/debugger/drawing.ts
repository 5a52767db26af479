import { z } from "zod";
import type { DebuggerSession } from "./debugger-session.ts";

/**
 * Chrome draws no tab in the background, nor any of a minimised window: what waits for a frame there waits for long, and pictures are old. A tiny
 * screencast makes it draw the tab as if it were in front. Each of its pictures is thrown away, and has to be
 * answered for: else Chrome stops drawing.
 *
 *   still ── first need ──▶ drawn ── nobody needed it for LINGER_MS ──▶ still
 */

/** Starting and stopping costs more than a few frames that nobody looks at. */
const LINGER_MS = 2_000;

const TINY = { format: "jpeg", quality: 1, maxWidth: 16, maxHeight: 16 } as const;

const frameSchema = z.object({ sessionId: z.number() });

interface Drawing {
  needs: number;
  stopListening: () => void;
  ending: ReturnType<typeof setTimeout> | undefined;
}

const drawings = new WeakMap<DebuggerSession, Drawing>();

/** Has the tab drawn until disposed, and a little longer. A tab in front is drawn anyway, where its window is to be seen. */
export function drawn(
  session: DebuggerSession,
  { active, windowId }: { active: boolean; windowId: number },
): Disposable {
  if (!active || drawings.has(session)) return keptDrawn(session);
  // Nobody waits for this: hardly any window is minimised.
  const looking = isMinimised(windowId).then((minimised) =>
    minimised ? keptDrawn(session) : undefined,
  );
  return { [Symbol.dispose]: () => void looking.then((kept) => kept?.[Symbol.dispose]()) };
}

async function isMinimised(windowId: number): Promise<boolean> {
  const window = await chrome.windows.get(windowId).catch(() => undefined);
  return window?.state === "minimized";
}

/** The same, wherever the tab is now: it may be elsewhere soon. */
export function keptDrawn(session: DebuggerSession): Disposable {
  const drawing = drawings.get(session) ?? start(session);
  drawing.needs++;
  clearTimeout(drawing.ending);
  return {
    [Symbol.dispose]: () => {
      drawing.needs--;
      if (drawing.needs === 0) drawing.ending = setTimeout(() => stop(session), LINGER_MS);
    },
  };
}

/** Begins anew. A picture of a clip changes the size of what is drawn, and waited for ever now and then without this. */
export function redraw(session: DebuggerSession): void {
  if (!drawings.has(session)) return;
  void session.send("Page.stopScreencast", undefined);
  void session.send("Page.startScreencast", TINY);
}

function start(session: DebuggerSession): Drawing {
  const stopListening = session.listen(({ method, params }) => {
    if (method !== "Page.screencastFrame") return;
    const frame = frameSchema.safeParse(params).data;
    if (frame) void session.send("Page.screencastFrameAck", { sessionId: frame.sessionId });
  });
  const drawing = { needs: 0, stopListening, ending: undefined };
  drawings.set(session, drawing);
  // Commands on one tab are done in their order, so nobody has to wait for this one.
  void session.send("Page.startScreencast", TINY);
  return drawing;
}

function stop(session: DebuggerSession): void {
  drawings.get(session)?.stopListening();
  drawings.delete(session);
  void session.send("Page.stopScreencast", undefined);
}
