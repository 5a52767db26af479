const ROWS = 500;

export interface BenchSite extends AsyncDisposable {
  /** A small page with a button that does nothing. */
  small: string;
  /** The same page at another address. */
  other: string;
  /** A table of 500 rows, each with a link and a button. */
  rows: string;
}

export function startBenchSite(): BenchSite {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) =>
      new Response(new URL(request.url).pathname === "/rows" ? ROWS_PAGE : SMALL_PAGE, {
        headers: { "Content-Type": "text/html; charset=utf-8" },
      }),
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    small: `${url}/small`,
    other: `${url}/small?other`,
    rows: `${url}/rows`,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const SMALL_PAGE = `<!doctype html><title>Small</title><h1>Small page</h1>
<p id="count">0</p><p>A few words, a <a href="/rows">link</a> and a button.</p>
<button id="nothing">Nothing</button>`;

const ROWS_PAGE = `<!doctype html><title>Rows</title><h1>Orders</h1><p id="count">0</p><table>${Array.from(
  { length: ROWS },
  (_, nth) =>
    `<tr><td>${nth}</td><td><a href="/order/${nth}">Order ${nth}</a></td><td>Customer ${nth}</td><td><button>Ship ${nth}</button></td></tr>`,
).join("")}</table>`;
