/** A frame that is not drawn (hidden, or far out of view) gets no animation frames: then this long. */
const UNDRAWN_MS = 50;

/** Settles before the next frame is drawn. */
export function nextFrame(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const late = setTimeout(resolve, UNDRAWN_MS);
  requestAnimationFrame(() => {
    clearTimeout(late);
    resolve();
  });
  return promise;
}
