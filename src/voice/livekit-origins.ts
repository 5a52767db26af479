/** An own livekit-server that was not started yet may get any port. */
const OWN_SERVER = ["ws://127.0.0.1:*", "http://127.0.0.1:*"];

/**
 * Where a page reaches a LiveKit server, as sources of a content security policy: the socket, and by http the
 * reason when the socket is refused. LiveKit's cloud sends people on to the nearest of its servers.
 */
export function livekitOrigins(url: string | undefined): string[] {
  if (url === undefined) return OWN_SERVER;
  const { host, hostname, protocol } = new URL(url);
  const end = protocol === "wss:" || protocol === "https:" ? "s" : "";
  const hosts = hostname.endsWith(".livekit.cloud") ? [host, "*.livekit.cloud"] : [host];
  return hosts.flatMap((each) => [`ws${end}://${each}`, `http${end}://${each}`]);
}
