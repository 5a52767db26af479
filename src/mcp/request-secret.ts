const BEARER = /^Bearer +(\S+)$/i;

/**
 * The secret that a request brings, in its path or as `Authorization: Bearer`. A header in any other form,
 * or one that contradicts the path, is `unusable`: it must never count as no credential at all.
 */
export function requestSecret(
  request: Request,
  pathSecret: string | undefined,
): { usable: true; secret: string | undefined } | { usable: false } {
  const inPath = pathSecret === "" ? undefined : pathSecret;
  const header = request.headers.get("authorization");
  if (header === null) return { usable: true, secret: inPath };
  const bearer = BEARER.exec(header.trim())?.[1];
  if (bearer === undefined) return { usable: false };
  if (inPath !== undefined && inPath !== bearer) return { usable: false };
  return { usable: true, secret: bearer };
}
