import { z } from "zod";

const answerSchema = z.object({
  result: z.object({ isError: z.boolean().optional(), content: z.array(z.unknown()) }),
});

const HEADERS = {
  "Content-Type": "application/json",
  Accept: "application/json, text/event-stream",
  "MCP-Protocol-Version": "2025-11-25",
};

/** One MCP session without a library around it: what a call costs is not lost in what a client costs. */
export class McpCaller {
  readonly #address: string;
  readonly #headers: Record<string, string>;
  #lastId = 0;

  private constructor(address: string, sessionId: string) {
    this.#address = address;
    this.#headers = { ...HEADERS, "Mcp-Session-Id": sessionId };
  }

  static async open(address: string): Promise<McpCaller> {
    const clientInfo = { name: "bench", version: "1.0.0" };
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params });
    const response = await fetch(address, { method: "POST", headers: HEADERS, body });
    await response.text();
    const sessionId = response.headers.get("mcp-session-id");
    if (sessionId === null) throw new Error(`no MCP session was opened: ${response.status}`);
    return new McpCaller(address, sessionId);
  }

  /** The JSON-RPC answer as text. */
  async send(name: string, args: object): Promise<string> {
    this.#lastId += 1;
    const response = await fetch(this.#address, {
      method: "POST",
      headers: this.#headers,
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: this.#lastId,
        method: "tools/call",
        params: { name, arguments: args },
      }),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
    return text;
  }

  /** Fails when the tool did. */
  async call(name: string, args: object): Promise<void> {
    const { result } = answerSchema.parse(JSON.parse(await this.send(name, args)));
    if (result.isError) throw new Error(`${name} failed: ${JSON.stringify(result.content)}`);
  }
}
