import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { until } from "../support/until.ts";
import { type Cost, Hands, type Task } from "./hands.ts";
import type { TaskSite } from "./task-site.ts";

const PATIENCE_MS = 3_000;

/** Solves a task, and tells what that took. Throws when its page does not find it solved. */
export async function solveTask(
  { name, solve }: Task,
  client: Client,
  site: TaskSite,
): Promise<Cost> {
  const hands = new Hands(client);
  await hands.call("chrome_navigate", { url: site.page(name) });
  await solve(hands);
  await until(
    `the page ${name} to be solved; the last answer was: ${hands.last}`,
    () => (site.isSolved(name) ? true : undefined),
    PATIENCE_MS,
  );
  return hands.cost;
}
