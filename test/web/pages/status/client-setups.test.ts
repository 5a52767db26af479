import { expect, test } from "bun:test";
import { clientSetups, mcpAddress } from "../../../../src/web/pages/status/client-setups.ts";

function textFor(client: string, url: string): string | undefined {
  return clientSetups(url).find((setup) => setup.client === client)?.text;
}

test("the configuration that people paste has the address in it", () => {
  const text = textFor("Cherry Studio", mcpAddress("http://localhost:3001", false)) ?? "";

  expect(JSON.parse(text)).toEqual({
    mcpServers: {
      "chrome-mcp-remote-server": { type: "streamableHttp", url: "http://localhost:3001/mcp" },
    },
  });
});

test("where a credential is needed, every client's text has the place for it", () => {
  const url = mcpAddress("https://browsers.example.com", true);

  for (const { text } of clientSetups(url)) expect(text).toContain("/mcp/YOUR_CREDENTIAL");
});

test("Claude Desktop reaches a server without TLS through a program of its own", () => {
  const here = textFor("Claude Desktop", "http://localhost:3001/mcp") ?? "";
  const elsewhere = textFor("Claude Desktop", "http://192.168.1.5:3001/mcp") ?? "";

  expect(here).toContain('"mcp-remote"');
  expect(here).not.toContain("--allow-http");
  expect(elsewhere).toContain("--allow-http");
});
