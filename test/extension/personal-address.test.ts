import { expect, test } from "bun:test";
import { PersonalAddress } from "../../src/extension/personal-address.ts";
import { ServerApi } from "../../src/extension/server-api.ts";
import { FakeStorage } from "./fakes.ts";

/** A server that makes credentials and writes down who asked for what. */
async function setUp(token: string | undefined = "browser-token") {
  const settings = await new FakeStorage().openSettings();
  if (token !== "") settings.updateAccount(settings.serverUrl, { token });
  const asked: string[] = [];
  let made = 0;
  const server = { status: 0, fails: false };
  const api = new ServerApi(settings, async (url, init) => {
    asked.push(`${init.method} ${url} ${init.headers["authorization"]}`);
    expect(init.redirect).toBe("error");
    if (server.fails) throw new Error("unreachable");
    if (server.status !== 0) return new Response(null, { status: server.status });
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    made += 1;
    return Response.json(
      { id: `id${made}`, secret: `secret${made}`, scope: "control" },
      { status: 201 },
    );
  });
  const address = new PersonalAddress(settings, api, () => "Work");
  return { address, asked, server, settings };
}

test("the address is made once, also when asked for twice at once, and is the same ever after", async () => {
  const { address, asked } = await setUp();
  const value = "http://localhost:3001/mcp/secret1";
  const both = await Promise.all([address.get(), address.get()]);
  for (const answer of [...both, await address.get()]) expect(answer).toEqual({ ok: true, value });
  expect(asked).toEqual(["POST http://localhost:3001/api/credentials Bearer browser-token"]);
});

test("a new address makes the old one useless first", async () => {
  const { address, asked } = await setUp();
  await address.get();
  expect(await address.renew()).toEqual({ ok: true, value: "http://localhost:3001/mcp/secret2" });
  expect(asked[1]).toBe("DELETE http://localhost:3001/api/credentials/id1 Bearer browser-token");
  expect(await address.get()).toEqual({ ok: true, value: "http://localhost:3001/mcp/secret2" });
});

test("when the old address cannot be withdrawn there is no new one", async () => {
  const { address, asked, server } = await setUp();
  await address.get();
  server.status = 500;
  expect(await address.renew()).toMatchObject({ ok: false });
  server.fails = true;
  expect(await address.renew()).toMatchObject({ ok: false });
  expect(asked.filter((line) => line.startsWith("POST"))).toHaveLength(1);
});

test("an old address that the server does not know any more is no hindrance", async () => {
  const { address, server } = await setUp();
  await address.get();
  server.status = 404;
  const refused = await address.renew();
  server.status = 0;
  expect(refused).toMatchObject({ ok: false });
  expect(await address.get()).toEqual({ ok: true, value: "http://localhost:3001/mcp/secret2" });
});

test("without a token of this server nobody is asked", async () => {
  const { address, asked, settings } = await setUp("");
  expect(await address.get()).toMatchObject({ ok: false });
  settings.updateAccount("https://other.example", { token: "other-token" });
  expect(await address.get()).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
});
