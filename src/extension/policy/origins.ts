/** The origin of an address of the web; undefined for others, such as about:blank. `host.` is `host`. */
export function webOrigin(address: string): string | undefined {
  const inner = address.replace(/^blob:/, "");
  const url = /^https?:/i.test(inner) ? URL.parse(inner) : null;
  if (!url) return undefined;
  url.hostname = url.hostname.replace(/\.+$/, "");
  return url.origin;
}

/** Two origins that one server answers: the same, or two names of this machine with one port. */
export function isSameServer(origin: string, serverUrl: string): boolean {
  const [one, other] = [URL.parse(origin), URL.parse(serverUrl)];
  if (!one || !other || portOf(one) !== portOf(other)) return false;
  return one.hostname === other.hostname || (isThisMachine(one) && isThisMachine(other));
}

function portOf({ port, protocol }: URL): string {
  return port === "" ? (protocol === "https:" ? "443" : "80") : port;
}

function isThisMachine({ hostname }: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/.test(
    hostname,
  );
}
