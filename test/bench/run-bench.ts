import { parseArgs } from "node:util";
import type { FigureGroup } from "./figure.ts";
import { type GroupReport, table, writeReport } from "./report.ts";
import { browser } from "./browser.ts";
import { comeBack } from "./come-back.ts";
import { hearing } from "./hearing.ts";
import { moments } from "./moments.ts";
import { memory } from "./memory.ts";
import { outlines } from "./outlines.ts";
import { serverShare } from "./server-share.ts";
import { voice } from "./voice.ts";
import { startUp } from "./start-up.ts";
import { tasks } from "./tasks.ts";

/**
 * `bun run bench [GROUP …]`: measures, prints a table and writes dist/bench.json; all groups if none is named.
 * Exit code 1: something did not run; 2: no such group.
 */

const groups: readonly FigureGroup[] = [
  serverShare,
  memory,
  startUp,
  comeBack,
  browser,
  outlines,
  tasks,
  hearing,
  voice,
  moments,
];

const { positionals: wanted } = parseArgs({ allowPositionals: true });
const names = groups.map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No such group: ${unknown.join(", ")}. There are: ${names.join(", ")}.\n`);
  process.exit(2);
}
const chosen = groups.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const reports: GroupReport[] = [];
for (const group of chosen) {
  process.stderr.write(`${group.name} …\n`);
  reports.push(await report(group));
}
process.stdout.write(`\n${table(reports)}\n\n${await writeReport(reports)}\n`);
process.exit(reports.some(({ broken }) => broken !== undefined) ? 1 : 0);

async function report(group: FigureGroup): Promise<GroupReport> {
  const { name } = group;
  try {
    return { group: name, figures: await group.measure() };
  } catch (cause) {
    process.stderr.write(`${String(cause instanceof Error ? cause.stack : cause)}\n`);
    return { group: name, figures: [], broken: String(cause) };
  }
}
