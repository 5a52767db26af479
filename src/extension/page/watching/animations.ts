/** Properties by which things come and go, rather than only look or stand otherwise. */
const COMES_AND_GOES = /^(opacity|visibility|display|(max-)?(height|width)|clip-path)$/;

/** Longer ones are not waited for. */
const LONGEST_MS = 600;

/** Waits until what fades or folds in or out now has done so. */
export async function animationsEnd(maxMs: number): Promise<void> {
  const ending = document.getAnimations().filter(isShort);
  if (ending.length === 0 || maxMs <= 0) return;
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.min(maxMs, LONGEST_MS));
  const ends = ending.map(({ finished }) => finished.catch(() => undefined));
  await Promise.race([Promise.all(ends), late]);
  clearTimeout(timer);
}

function isShort(animation: Animation): boolean {
  const { effect } = animation;
  const end = Number(effect?.getComputedTiming().endTime);
  if (!(end <= LONGEST_MS) || animation.playState !== "running") return false;
  if (animation instanceof CSSTransition && !COMES_AND_GOES.test(animation.transitionProperty)) {
    return false;
  }
  // What is under the mouse shows that it is, and no more.
  const target = effect instanceof KeyframeEffect ? effect.target : null;
  return target !== null && !target.matches(":hover");
}
