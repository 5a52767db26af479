/** How long a frame is waited for on a page that is drawn: some frames come late. */
const DRAWN_MS = 50;

/** A page that is not drawn (in the background, or far out of view) gets no animation frames: then long enough for what its scripts put off. */
const UNDRAWN_MS = 4;

let isDrawn = true;

/** Settles before the next frame is drawn. */
export function nextFrame(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(
    () => {
      isDrawn = false;
      resolve();
    },
    isDrawn ? DRAWN_MS : UNDRAWN_MS,
  );
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
