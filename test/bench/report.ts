import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { type Figure, isReached, limitOf } from "./figure.ts";

const FILE = join(import.meta.dir, "../../dist/bench.json");

export interface GroupReport {
  group: string;
  figures: readonly Figure[];
  /** Why the group could not be measured. */
  broken?: string;
}

const HEAD = ["", "figure", "measured", "to reach", "floor", "ratio", ""];
const LEFT_ALIGNED = 2;

export function table(reports: readonly GroupReport[]): string {
  const rows = reports.flatMap(({ group, figures, broken }) => [
    ...figures.map((figure) => row(figure)),
    ...(broken === undefined ? [] : [["✖", group, "failed to run", "", "", "", ""]]),
  ]);
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  return [HEAD, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column < LEFT_ALIGNED ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Everything that was measured, for programs. */
export async function writeReport(reports: readonly GroupReport[]): Promise<string> {
  const figures = reports.flatMap(({ group, figures: ofGroup }) =>
    ofGroup.map((figure) => ({
      group,
      ...figure,
      limit: limitOf(figure),
      ...(figure.floor !== undefined && { ratio: figure.ours / figure.floor }),
      reached: isReached(figure),
    })),
  );
  const broken = reports.flatMap(({ group, broken: why }) => (why ? [{ group, why }] : []));
  const whole = {
    version: packageJson.version,
    bun: Bun.version,
    platform: `${process.platform} ${process.arch}`,
    atMs: Date.now(),
    figures,
    broken,
  };
  await Bun.write(FILE, `${JSON.stringify(whole, null, 2)}\n`);
  return FILE;
}

function row(figure: Figure): string[] {
  const { what, unit, ours, floor } = figure;
  const reached = isReached(figure);
  return [
    reached ? "✔" : "✖",
    what,
    amount(ours, unit),
    toReach(figure),
    floor === undefined ? "" : amount(floor, unit),
    floor === undefined ? "" : `${(ours / floor).toFixed(2)} ×`,
    reached ? "reached" : "MISSED",
  ];
}

function toReach(figure: Figure): string {
  const { goal, unit } = figure;
  switch (goal.kind) {
    case "at_most":
      return `≤ ${amount(goal.value, unit)}`;
    case "at_least":
      return `≥ ${amount(goal.value, unit)}`;
    case "floor_plus":
      return `≤ floor + ${goal.value} ${unit}`;
    case "floor_times":
      return `≤ floor × ${goal.value}`;
  }
}

function amount(value: number, unit: Figure["unit"]): string {
  const digits =
    Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`.trimEnd();
}
