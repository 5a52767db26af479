import { expect, test } from "bun:test";
import {
  hashOf,
  looksLikeCredential,
  looksLikeInvitation,
  newSecret,
} from "../../src/auth/secret.ts";

test("a secret has 256 random bits and says what it is for", () => {
  const secrets = Array.from({ length: 100 }, () => newSecret("browser"));
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^cmb_/);
    expect(Buffer.from(secret.slice(4), "base64url")).toHaveLength(32);
    expect(looksLikeCredential(secret)).toBe(true);
  }
});

test("only secrets of our own making look like one", () => {
  const good = newSecret("control");
  for (const weak of [
    "",
    "1",
    "password",
    good.slice(0, -1),
    `${good}A`,
    `${good}\n`,
    ` ${good}`,
  ]) {
    expect(looksLikeCredential(weak)).toBe(false);
  }
  expect(looksLikeCredential(newSecret("invitation"))).toBe(false);
  expect(looksLikeInvitation(newSecret("invitation"))).toBe(true);
  expect(looksLikeInvitation(good)).toBe(false);
});

test("a hash is SHA-256 in hex", () => {
  expect(hashOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
