/** By what an agent is known in its room: attributes of its participant, given by its worker. */
export const AGENT_ATTRIBUTES = {
  /** Name under which it is sent for, as stock frontends look for it. */
  name: "lk.agent.name",
  /** Server that it belongs to. */
  node: "chrome-mcp.node",
} as const;
