/** How one AI client is told of this server. */
export interface ClientSetup {
  client: string;
  /** Where the text below goes. */
  where: string;
  text: string;
  note?: string;
}

/** Stands in an address until the person puts their own in. */
export const OWN_CREDENTIAL = "YOUR_CREDENTIAL";

const NAME = "chrome-mcp-remote-server";

/** The address of `/mcp`; where a credential is needed, the personal one, which every client can use. */
export function mcpAddress(origin: string, needsCredential: boolean): string {
  return needsCredential ? `${origin}/mcp/${OWN_CREDENTIAL}` : `${origin}/mcp`;
}

/** Every client with the address in place. Most likely ones first. */
export function clientSetups(url: string): ClientSetup[] {
  return [
    {
      client: "Cherry Studio",
      where: "Settings → MCP Servers → Add → Import from JSON",
      text: json({ mcpServers: { [NAME]: { type: "streamableHttp", url } } }),
    },
    claudeDesktop(url),
    {
      client: "Claude Code",
      where: "In a terminal",
      text: `claude mcp add --transport http ${NAME} ${url}`,
    },
    {
      client: "Cursor",
      where: "~/.cursor/mcp.json, or .cursor/mcp.json in a project",
      text: json({ mcpServers: { [NAME]: { url } } }),
    },
    {
      client: "VS Code",
      where: ".vscode/mcp.json, or the command “MCP: Open User Configuration”",
      text: json({ servers: { [NAME]: { type: "http", url } } }),
    },
  ];
}

/** Its connectors are reached from Anthropic's servers, so a server that only this network knows goes through mcp-remote. */
function claudeDesktop(url: string): ClientSetup {
  if (url.startsWith("https:")) {
    return {
      client: "Claude Desktop",
      where: "Settings → Connectors → Add custom connector",
      text: url,
      note: "Claude reaches the address from the internet. Inside a private network, use mcp-remote as the README shows.",
    };
  }
  const args = ["-y", "mcp-remote", url, ...(isLoopback(url) ? [] : ["--allow-http"])];
  return {
    client: "Claude Desktop",
    where: "Settings → Developer → Edit Config (claude_desktop_config.json), then restart Claude",
    text: json({ mcpServers: { [NAME]: { command: "npx", args } } }),
    note: "Its config file takes programs only; mcp-remote, which needs Node.js, passes the calls on.",
  };
}

export function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
