import type { ServerSettings } from "./server-settings.ts";

/** Is this address, as one listens on it, reachable from this machine alone? */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** Others can come in: it listens beyond loopback, or something in front of it forwards requests. */
export function isReachableFromOutside(server: ServerSettings): boolean {
  return (
    !isLoopbackHost(server.host) ||
    server.public_url !== undefined ||
    server.allowed_hosts.length > 0
  );
}

/** What may not stand together: a server that others reach, and rules made for one that they do not. */
export function reachProblems(server: ServerSettings, faulty: ReadonlySet<string>): string[] {
  if (!isReachableFromOutside(server)) return [];
  const why = isLoopbackHost(server.host)
    ? "public_url or allowed_hosts says that others reach this server"
    : `${server.host} can be reached from other machines`;
  const problems: string[] = [];
  if (server.enrolment === undefined && !faulty.has("server.enrolment")) {
    problems.push(
      `server.enrolment: ${why}, so say who may connect a browser. ` +
        "Write `enrolment: invite` under `server:` (or pass --enrolment invite): each browser brings an " +
        "invitation that you made with the command `invite`. " +
        "`enrolment: open` lets everybody in who reaches the server.",
    );
  }
  if (server.local === true && !isLoopbackHost(server.host)) {
    problems.push(
      `server.local: ${why}, and local works only on loopback. Leave local out and give clients a credential.`,
    );
  }
  return problems;
}
