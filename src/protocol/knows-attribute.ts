/**
 * Attribute of the agent: which stay of the person in the room it knows of, by the id that LiveKit gives each. What is
 * written before is lost, for the agent hears nobody whom it does not know.
 */
export const KNOWS_ATTRIBUTE = "chrome-mcp.knows";
