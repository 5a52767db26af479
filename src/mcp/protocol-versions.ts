/** Protocol versions served, newest first. All have sessions; 2025-03-26 and 2024-11-05 have batches as well. */
export const PROTOCOL_VERSIONS: readonly string[] = [
  "2025-11-25",
  "2025-06-18",
  "2025-03-26",
  "2024-11-05",
];

const NEWEST = "2025-11-25";

/** What the client asked for, if it is served, else the newest: then the client decides whether to go on. */
export function negotiate(requested: string): string {
  return PROTOCOL_VERSIONS.includes(requested) ? requested : NEWEST;
}

/** JSON-RPC batches were taken out of MCP with 2025-06-18. */
export function hasBatches(version: string): boolean {
  return version < "2025-06-18";
}

/** Clients of 2025-11-25 take a first event without data as the place to resume from; older ones stumble over it. */
export function understandsPriming(version: string): boolean {
  return version >= "2025-11-25";
}
