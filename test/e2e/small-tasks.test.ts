import { afterAll, beforeAll, expect, test } from "bun:test";
import { ServerProcess } from "../support/server-process.ts";
import type { TestClient } from "../support/test-app.ts";
import { everyTask } from "../tasks/every-task.ts";
import type { Cost } from "../tasks/hands.ts";
import { solveTask } from "../tasks/solve-task.ts";
import { type TaskSite, startTaskSite } from "../tasks/task-site.ts";
import { Person } from "./person.ts";

/** Somebody who sees only the tools' answers, on pages of the kinds that agents meet. */

const stack = new AsyncDisposableStack();
const costs: Cost[] = [];
let site: TaskSite;
let client: TestClient["client"];

beforeAll(async () => {
  const server = stack.use(await ServerProcess.start());
  site = stack.use(startTaskSite());
  const person = stack.use(await Person.arrive(server.url));
  ({ client } = await person.connectClient("hands"));
});
afterAll(() => stack.disposeAsync());

test("there are forty tasks and more, each with a name of its own", () => {
  expect(new Set(everyTask.map(({ name }) => name)).size).toBe(everyTask.length);
  expect(everyTask.length).toBeGreaterThanOrEqual(40);
});

for (const task of everyTask) {
  test(`the task ${task.name} is solved by the tools alone`, async () => {
    costs.push(await solveTask(task, client, site));
  });
}

test("a task takes few calls, few characters and hardly a picture", () => {
  const mean = (of: keyof Cost) =>
    costs.reduce((sum, cost) => sum + cost[of], 0) / everyTask.length;
  expect(costs).toHaveLength(everyTask.length);
  expect(mean("calls")).toBeLessThanOrEqual(5);
  expect(mean("characters")).toBeLessThanOrEqual(2_200);
  expect(mean("pictures")).toBeLessThanOrEqual(0.3);
});
