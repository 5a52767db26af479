/** Name of the attribute that says with which credential a person was let in. Participants cannot change it. */
export const CREDENTIAL_ATTRIBUTE = "chrome-mcp.credential";
