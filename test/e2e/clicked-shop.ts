/** A page with something to sign in to, and something to send. */
export function startClickedShop() {
  const clicks: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      if (request.method === "POST") clicks.push(await request.text());
      return new Response(
        `<!doctype html><title>Shop</title><h1>Shop</h1>
<button onclick="fetch('/', { method: 'POST', body: 'Sign in' })">Sign in</button>
<button onclick="fetch('/', { method: 'POST', body: 'Pay now' })">Pay now</button>`,
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
