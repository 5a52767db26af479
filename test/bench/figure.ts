/** What is to be reached. The floor is the same work without this project's part in it, measured in the same run. */
export type Goal =
  | { kind: "at_most" | "at_least"; value: number }
  /** At most the floor and so much on top. */
  | { kind: "floor_plus"; value: number }
  /** At most so many times the floor. */
  | { kind: "floor_times"; value: number };

export interface Figure {
  what: string;
  unit: "ms" | "s" | "calls/s" | "KiB" | "KB" | "MB" | "";
  ours: number;
  floor?: number;
  goal: Goal;
  /** How it was measured, or what else was seen. */
  note?: string;
}

/** Figures that share what has to be started for them. */
export interface FigureGroup {
  name: string;
  measure(): Promise<Figure[]>;
}

export function isReached(figure: Figure): boolean {
  const { ours, goal } = figure;
  return goal.kind === "at_least" ? ours >= goal.value : ours <= limitOf(figure);
}

/** The number that the goal comes to in this run. */
export function limitOf({ floor = Number.NaN, goal }: Figure): number {
  switch (goal.kind) {
    case "at_most":
    case "at_least":
      return goal.value;
    case "floor_plus":
      return floor + goal.value;
    case "floor_times":
      return floor * goal.value;
  }
}
