import type { Scope } from "../core/principal.ts";

/** What a secret is for shows in its first letters, for people and for scanners of leaked secrets. */
const PREFIXES = {
  browser: "cmb_",
  control: "cmc_",
  view: "cmv_",
  admin: "cma_",
  invitation: "cmi_",
} as const satisfies Record<Scope | "invitation", string>;

const CREDENTIAL = /^cm[bcva]_[A-Za-z0-9_-]{43}$/;
const INVITATION = /^cmi_[A-Za-z0-9_-]{43}$/;

/** 256 random bits in base64url behind the prefix of their purpose. */
export function newSecret(purpose: Scope | "invitation"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return PREFIXES[purpose] + bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** SHA-256 in hex. Secrets of 256 random bits need no slow hash. */
export function hashOf(secret: string): string {
  return new Bun.CryptoHasher("sha256").update(secret).digest("hex");
}

/** Could this be a credential of ours? Anything else is refused without a look into the store. */
export function looksLikeCredential(secret: string): boolean {
  return CREDENTIAL.test(secret);
}

export function looksLikeInvitation(secret: string): boolean {
  return INVITATION.test(secret);
}
