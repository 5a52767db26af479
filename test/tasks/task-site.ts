import { join } from "node:path";

const PAGES = join(import.meta.dir, "pages");

export interface TaskSite extends AsyncDisposable {
  /** Address of a task's page. */
  page(task: string): string;
  /** Whether the page of a task found it solved. */
  isSolved(task: string): boolean;
}

/** Serves the pages of the tasks, from two sites. The pages judge by themselves, and tell it here. */
export function startTaskSite(): TaskSite {
  const solved = new Set<string>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, port } = new URL(request.url);
      if (request.method === "POST") {
        solved.add(pathname.replace("/solved/", ""));
        return new Response(null, { status: 204 });
      }
      switch (pathname) {
        case "/task.js":
          return script(SCRIPT.replace("OTHER_ORIGIN", `http://localhost:${port}`));
        case "/slow":
          return slowly(new Response("ok"));
        case "/report.csv":
          return new Response("a,b\n1,2\n", { headers: { "Content-Type": "text/csv" } });
      }
      const page = Bun.file(join(PAGES, `${pathname.slice(1)}.html`));
      return (await page.exists()) ? new Response(page) : new Response(null, { status: 404 });
    },
  });
  return {
    page: (task) => `http://127.0.0.1:${server.port}/${task}`,
    isSolved: (task) => solved.has(task),
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** Some answers take their time, as those of real sites do. */
const SLOW_MS = 150;

function slowly(answer: Response): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<Response>();
  setTimeout(() => resolve(answer), SLOW_MS);
  return promise;
}

function script(code: string): Response {
  return new Response(code, { headers: { "Content-Type": "text/javascript" } });
}

const SCRIPT = `
const otherOrigin = "OTHER_ORIGIN";
let failed = false;
function done(task = location.pathname.slice(1)) {
  if (failed) return;
  fetch("/solved/" + task, { method: "POST" });
  document.body.insertAdjacentHTML("beforeend", "<p>Solved.</p>");
}
function fail() {
  failed = true;
  document.body.insertAdjacentHTML("beforeend", "<p>That was wrong.</p>");
}
`;
