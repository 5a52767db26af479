/** What a person's browser sent in: whose page it was, and the fields. */
export interface Submission {
  person: string;
  fields: Record<string, string>;
}

export interface FormSite extends AsyncDisposable {
  /** Address of the form of one person. */
  formOf(person: string): string;
  submissions: Submission[];
  /** How often `/count?who=` was asked for. */
  counted(who: string): number;
  /** Resolves when `/count?who=` is asked for next. */
  nextCount(who: string): Promise<void>;
  url: string;
}

/**
 * A site with a form in every place where forms hide: the page itself, an open and a closed shadow
 * root, a frame of the same site and one of another site (localhost beside 127.0.0.1).
 */
export function startFormSite(): FormSite {
  const submissions: Submission[] = [];
  const counts = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const url = new URL(request.url);
      const who = url.searchParams.get("who") ?? "";
      switch (url.pathname) {
        case "/form":
          return page(formPage(who, url.port));
        case "/frame":
          return page(framePage(who, url.searchParams.get("field") ?? ""));
        case "/submit":
          submissions.push({
            person: who,
            fields: Object.fromEntries(new URLSearchParams(await request.text())),
          });
          return page(`<title>Thanks</title><h1>Thank you, ${who}</h1>`);
        case "/count":
          counts.set(who, (counts.get(who) ?? 0) + 1);
          waiting
            .get(who)
            ?.splice(0)
            .forEach((wake) => wake());
          return new Response("counted", { headers: { "Access-Control-Allow-Origin": "*" } });
        default:
          return new Response(null, { status: 404 });
      }
    },
  });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    submissions,
    formOf: (person) => `${url}/form?who=${person}`,
    counted: (who) => counts.get(who) ?? 0,
    nextCount: (who) =>
      new Promise((resolve) => {
        const list = waiting.get(who) ?? [];
        waiting.set(who, [...list, resolve]);
      }),
    async [Symbol.asyncDispose]() {
      await server.stop(true);
    },
  };
}

function page(html: string): Response {
  return new Response(`<!doctype html><meta charset="utf-8">${html}`, {
    headers: { "Content-Type": "text/html" },
  });
}

function formPage(who: string, port: string): string {
  return `<title>Form of ${who}</title>
<h1>Form of ${who}</h1>
<form method="post" action="/submit?who=${who}">
  <label>Name <input name="name"></label>
  <label>Delivery <select name="delivery"><option>standard</option><option>express</option></select></label>
  <label><input type="checkbox" name="gift" value="yes"> A gift</label>
  <input type="hidden" name="open"><input type="hidden" name="closed">
  <input type="hidden" name="near"><input type="hidden" name="far">
  <div id="open"></div><div id="closed"></div>
  <button>Send it</button>
</form>
<iframe src="/frame?field=near&who=${who}" width="400" height="80"></iframe>
<iframe src="http://localhost:${port}/frame?field=far&who=${who}" width="400" height="80"></iframe>
<script>
  const keep = (name, value) => { document.forms[0].elements[name].value = value; };
  for (const mode of ["open", "closed"]) {
    const root = document.getElementById(mode).attachShadow({ mode });
    root.innerHTML = '<label>In the ' + mode + ' root <input></label><button type="button">Keep ' + mode + '</button>';
    const input = root.querySelector("input");
    root.querySelector("button").onclick = (event) => { if (event.isTrusted) keep(mode, input.value); };
  }
  onmessage = ({ data }) => keep(data.field, data.value);
</script>`;
}

function framePage(who: string, field: string): string {
  return `<title>Frame</title><label>In the ${field} frame <input></label> <button>Keep ${field} of ${who}</button>
<script>
  document.querySelector("button").onclick = (event) => {
    if (event.isTrusted) parent.postMessage({ field: "${field}", value: document.querySelector("input").value }, "*");
  };
</script>`;
}
