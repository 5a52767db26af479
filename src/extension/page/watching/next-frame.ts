/** How long a frame is waited for on a page that is drawn: some frames come late. */
const DRAWN_MS = 80;

/** A page that is not drawn (in the background, or far out of view) gets no animation frames: then long enough for what its scripts put off. */
const UNDRAWN_MS = 4;

/** A timer that is later than this waited for a busy page, whose frames are late for the same reason. */
const BUSY_MS = 20;

/** So often a busy page is given the benefit of the doubt. */
const MOST_DOUBTS = 5;

let isDrawn = true;

/** Settles before the next frame is drawn. */
export function nextFrame(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let late: ReturnType<typeof setTimeout>;
  const wait = (doubts: number) => {
    const dueMs = performance.now() + (isDrawn ? DRAWN_MS : UNDRAWN_MS);
    late = setTimeout(() => {
      if (isDrawn && doubts < MOST_DOUBTS && performance.now() > dueMs + BUSY_MS) {
        return wait(doubts + 1);
      }
      isDrawn = false;
      resolve();
    }, dueMs - performance.now());
  };
  wait(0);
  // Also when it comes too late: then the page is drawn again.
  requestAnimationFrame(() => {
    isDrawn = true;
    clearTimeout(late);
    resolve();
  });
  return promise;
}

/** Whether the page was drawn when a frame was last waited for. */
export function isPageDrawn(): boolean {
  return isDrawn;
}
