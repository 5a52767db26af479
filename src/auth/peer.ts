import type { Peer } from "../core/ports.ts";

const LOOPBACK_ADDRESS = /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/i;
const LOOPBACK_HOST = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** What a proxy leaves behind. One of these, and the person may sit anywhere. */
const FORWARDING_HEADER = /^(forwarded|via|x-real-ip|true-client-ip|x-forwarded-.*|cf-.*)$/;

export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK_ADDRESS.test(address);
}

/**
 * Where a request comes from. `remoteAddress` is the socket's; nothing in a header can make a peer loopback.
 * Worked out when somebody asks: most requests bring a credential, and nobody does.
 */
export function peerOf(
  headers: Headers,
  remoteAddress: () => string | undefined,
  serverBoundToLoopback: boolean,
): Peer {
  return {
    get loopback() {
      return serverBoundToLoopback && isFromLoopback(headers, remoteAddress());
    },
  };
}

function isFromLoopback(headers: Headers, remoteAddress: string | undefined): boolean {
  const host = headers.get("host");
  return (
    remoteAddress !== undefined &&
    isLoopbackAddress(remoteAddress) &&
    host !== null &&
    LOOPBACK_HOST.test(host) &&
    ![...headers.keys()].some((name) => FORWARDING_HEADER.test(name))
  );
}
