/** False when a room is on the loopback of the server's machine, and whoever wants in is on another. */
export function isReachable(roomUrl: string, server: URL): boolean {
  return !isLoopback(new URL(roomUrl).hostname) || isLoopback(server.hostname);
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
