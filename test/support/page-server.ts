import { join } from "node:path";

const FOLDER = join(import.meta.dir, "fixture-pages");

export interface PageServer extends AsyncDisposable {
  /** Address of a fixture page, as 127.0.0.1. */
  page(name: string): string;
  origin: string;
  /** The same server under a name that makes it another site: localhost. */
  otherOrigin: string;
  /** Whether a request for `/slow` waits. */
  held(): boolean;
  /** Answers the requests for `/slow`. */
  release(): void;
}

/**
 * Serves the fixture pages on two sites. `OTHER` in a page stands for the site that it is not on. Besides:
 * `/rows?n=`, a table with a link and a button in each row; `/clicks-rows?n=`, the same with something that only
 * listens; `/links?n=`, links to places on the page; `/slow`, answered when released; `/status?code=`; `/endless`, a page that never
 * ends; `/echo`, what was asked for;
 * `/moved?to=`, which leads there, with `&slow` when released; `/shared`, which pages of every site may read; `/file?name=`, a download, with `&slow` complete when released.
 */
export function startPageServer(): PageServer {
  const held: (() => void)[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 60,
    async fetch(request) {
      const { pathname, searchParams, hostname, port } = new URL(request.url);
      const other = hostname === "localhost" ? "127.0.0.1" : "localhost";
      if (pathname === "/endless") return html(endless(request.signal));
      if (pathname === "/clicks-rows") return html(clickRows(Number(searchParams.get("n"))));
      if (pathname === "/rows") return html(rows(Number(searchParams.get("n"))));
      if (pathname === "/links") return html(links(Number(searchParams.get("n"))));
      if (pathname === "/status") {
        return new Response("<title>Status</title>", {
          status: Number(searchParams.get("code")),
          headers: { "Content-Type": "text/html" },
        });
      }
      if (pathname === "/echo") {
        const { method, headers } = request;
        const echo = { method, headers: headers.toJSON(), body: await request.text() };
        return Response.json(echo, { headers: { "Set-Cookie": "signed=in; SameSite=Lax" } });
      }
      if (pathname === "/moved") return moved(searchParams, held);
      if (pathname === "/shared") return shared(request.headers.get("Origin") ?? "*");
      if (pathname === "/file") return attachment(searchParams, held);
      if (pathname === "/slow") {
        const { promise, resolve } = Promise.withResolvers<void>();
        held.push(resolve);
        await promise;
        return new Response("slow answer");
      }
      const file = Bun.file(join(FOLDER, `${pathname.slice(1)}.html`));
      if (!/^\/[\w-]+$/.test(pathname) || !(await file.exists())) {
        return new Response(null, { status: 404 });
      }
      return html((await file.text()).replaceAll("OTHER", `http://${other}:${port}`));
    },
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    page: (name) => `${origin}/${name}`,
    origin,
    otherOrigin: `http://localhost:${server.port}`,
    held: () => held.length > 0,
    release: () => held.splice(0).forEach((answer) => answer()),
    async [Symbol.asyncDispose]() {
      held.splice(0).forEach((answer) => answer());
      await server.stop(true);
    },
  };
}

function shared(origin: string): Response {
  const headers = {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
  };
  return new Response("shared words", { headers });
}

async function moved(asked: URLSearchParams, held: (() => void)[]): Promise<Response> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (asked.has("slow")) {
    held.push(resolve);
    await promise;
  }
  return Response.redirect(asked.get("to") ?? "/");
}

function attachment(asked: URLSearchParams, held: (() => void)[]): Response {
  const body = new ReadableStream({
    async start(stream) {
      stream.enqueue(new TextEncoder().encode("begin "));
      if (asked.has("slow")) {
        const { promise, resolve } = Promise.withResolvers<void>();
        held.push(resolve);
        await promise;
      }
      stream.enqueue(new TextEncoder().encode("end"));
      stream.close();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/plain",
      "Content-Disposition": `attachment; filename="${asked.get("name") ?? ""}"`,
      // Otherwise Chrome waits for more before it takes it for a download.
      "X-Content-Type-Options": "nosniff",
    },
  });
}

function html(text: string | ReadableStream<Uint8Array>): Response {
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

function rows(count: number): string {
  const row = (_: unknown, n: number) =>
    `<tr><td>${n}</td><td>Customer ${n}</td><td><a href="/orders/${n}">Open</a></td><td><button>Delete</button></td></tr>`;
  return `<title>Rows</title><table>${Array.from({ length: count }, row).join("")}</table>`;
}

function links(count: number): string {
  const link = (_: unknown, n: number) => `<li><a href="#${n + 1}">Item ${n + 1}</a></li>`;
  return `<title>Links</title><ul>${Array.from({ length: count }, link).join("")}</ul>`;
}

function clickRows(count: number): string {
  const row = (_: unknown, n: number) =>
    `<tr><td>${n}</td><td>Customer ${n}</td><td><a href="/orders/${n}">Open</a></td><td><div class="x">Drop</div></td><td><button>Delete</button></td></tr>`;
  const table = `<table>${Array.from({ length: count }, row).join("")}</table>`;
  return `<title>Rows</title>${table}<script>for (const it of document.querySelectorAll(".x")) it.addEventListener("click", () => {});</script>`;
}

/** Some parts of a page, and then nothing until the browser goes elsewhere. */
function endless(signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      const part = (_: unknown, n: number) => `<p>Part ${n} of a page without end</p>`;
      const begin = `<title>Endless</title>${Array.from({ length: 5 }, part).join("")}`;
      controller.enqueue(new TextEncoder().encode(begin));
      signal.addEventListener("abort", () => controller.close(), { once: true });
    },
  });
}
