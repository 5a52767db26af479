const BEARER = /^Bearer +(\S+)$/i;

/**
 * The secret of `Authorization: Bearer …`; undefined without such a header. One in any other form counts as the empty
 * secret, which is nobody's: a wrong one must never pass for none.
 */
export function bearerOf(headers: Headers): string | undefined {
  const header = headers.get("authorization");
  return header === null ? undefined : (BEARER.exec(header.trim())?.[1] ?? "");
}
