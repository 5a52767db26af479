/** What of a page to write down, and where to stop. */
export interface WalkOptions {
  interactiveOnly: boolean;
  viewportOnly: boolean;
  boxes: boolean;
  colors: boolean;
  /** Rows, list items and sentences become one line each. Without it every entry stays by itself. */
  fold: boolean;
  maxDepth: number;
  maxChars: number;
  /** Moment, as `performance.now()` counts, at which to give up. */
  untilMs: number;
}

/** Every element by itself. */
export const ALL_OF_IT: WalkOptions = {
  interactiveOnly: false,
  viewportOnly: false,
  boxes: false,
  colors: false,
  fold: false,
  maxDepth: 1_000,
  maxChars: Number.POSITIVE_INFINITY,
  untilMs: Number.POSITIVE_INFINITY,
};
