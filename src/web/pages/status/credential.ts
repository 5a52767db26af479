const KEY = "credential";

/** Kept for this tab alone, and gone when it is closed. */
export function keptCredential(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined;
}

export function keepCredential(credential: string | undefined): void {
  if (credential === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, credential);
}

/** The credential in what somebody pasted: bare, inside a personal MCP address, or inside a configuration. */
export function credentialIn(pasted: string): string | undefined {
  return /\bcm[cva]_[\w-]{43}(?![\w-])/.exec(pasted)?.[0];
}
