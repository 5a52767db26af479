const BUTTONS = ["Sign in", "Pay now", "Add to cart"];

/** A page with something to sign in to, something to send and a field; says what is clicked and what is filled in. */
export function startClickedShop(title = "Shop") {
  const clicks: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      if (request.method === "POST") clicks.push(await request.text());
      return new Response(
        `<!doctype html><title>${title}</title><h1>${title}</h1>
${BUTTONS.map((name) => `<button onclick="tell('${name}')">${name}</button>`).join("\n")}
<label>Email <input oninput="tell(this.value)"></label>
<script>const tell = (body) => fetch("/", { method: "POST", body });</script>`,
        { headers: { "Content-Type": "text/html" } },
      );
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/`,
    clicks,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}
