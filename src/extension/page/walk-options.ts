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
