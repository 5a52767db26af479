import { bearerOf } from "../http/bearer.ts";

/**
 * The secret that a request brings, in its path or as `Authorization: Bearer`. A header in any other form,
 * or one that contradicts the path, is `unusable`: it must never count as no credential at all.
 */
export function requestSecret(
  request: Request,
  pathSecret: string | undefined,
): { usable: true; secret: string | undefined } | { usable: false } {
  const inPath = pathSecret === "" ? undefined : pathSecret;
  const bearer = bearerOf(request.headers);
  if (bearer === undefined) return { usable: true, secret: inPath };
  const isUsable = bearer !== "" && (inPath === undefined || inPath === bearer);
  return isUsable ? { usable: true, secret: bearer } : { usable: false };
}
