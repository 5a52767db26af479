/** Whether an address is one that a pattern means, such as `https://*.example.com/docs/*`. Chrome's own rules. */
export function matchesPattern(pattern: string, address: string): boolean {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  if (pattern === "<all_urls>" || pattern === "*") return true;
  const [, scheme, host, path] = /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*]+)(\/.*)$/.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return false;
  if (scheme !== "*" && `${scheme}:` !== url.protocol) return false;
  return (
    isHost(host, host.includes(":") ? url.host : url.hostname) &&
    isLike(path, url.pathname + url.search)
  );
}

export function isPattern(pattern: string): boolean {
  return (
    pattern === "<all_urls>" ||
    pattern === "*" ||
    /^(\*|https?):\/\/(\*|(?:\*\.)?[^/*]+)(\/.*)$/.test(pattern)
  );
}

function isHost(wanted: string, host: string): boolean {
  if (wanted === "*") return true;
  if (!wanted.startsWith("*.")) return wanted === host;
  return host === wanted.slice(2) || host.endsWith(wanted.slice(1));
}

/** Compares piece by piece: a regular expression of many stars could take years. */
function isLike(wanted: string, text: string): boolean {
  const pieces = wanted.split("*");
  const [first = "", ...others] = pieces;
  if (!text.startsWith(first)) return false;
  const last = others.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
