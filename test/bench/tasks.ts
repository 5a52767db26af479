import { Person } from "../e2e/person.ts";
import { ServerProcess } from "../support/server-process.ts";
import { everyTask } from "../tasks/every-task.ts";
import type { Cost } from "../tasks/hands.ts";
import { solveTask } from "../tasks/solve-task.ts";
import { startTaskSite } from "../tasks/task-site.ts";
import type { Figure, FigureGroup } from "./figure.ts";

const GOALS: readonly { of: keyof Cost; value: number }[] = [
  { of: "calls", value: 5 },
  { of: "characters", value: 2_200 },
  { of: "pictures", value: 0.3 },
];

/** What small tasks take that are solved by the tools' answers alone. Prints a line for each. */
export const tasks: FigureGroup = {
  name: "tasks",
  async measure(): Promise<Figure[]> {
    await using server = await ServerProcess.start();
    await using site = startTaskSite();
    await using person = await Person.arrive(server.url);
    const { client } = await person.connectClient("hands");
    const costs: Cost[] = [];
    for (const task of everyTask) {
      const cost = await solveTask(task, client, site);
      costs.push(cost);
      process.stdout.write(`${line(task.name, cost)}\n`);
    }
    return GOALS.map(({ of, value }) => ({
      what: `${of} a task, mean of ${costs.length}`,
      unit: "",
      ours: costs.reduce((sum, cost) => sum + cost[of], 0) / costs.length,
      goal: { kind: "at_most", value },
    }));
  },
};

function line(name: string, { calls, characters, pictures }: Cost): string {
  const amounts = [`${calls} calls`, `${characters} characters`, `${pictures} pictures`];
  return [name.padEnd(16), ...amounts.map((amount) => amount.padStart(16))].join("");
}
