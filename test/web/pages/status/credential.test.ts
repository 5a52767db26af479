import { expect, test } from "bun:test";
import { newSecret } from "../../../../src/auth/secret.ts";
import { credentialIn } from "../../../../src/web/pages/status/credential.ts";

const control = newSecret("control");

test.each([
  ["bare", control],
  ["in a personal address", `https://browsers.example.com/mcp/${control}`],
  ["in a configuration", JSON.stringify({ url: `http://localhost:3001/mcp/${control}` })],
  ["as a header", `Authorization: Bearer ${control}\n`],
])("a credential is found %s", (_, pasted) => {
  expect(credentialIn(pasted)).toBe(control);
});

test("an admin's credential is found, an invitation is none", () => {
  const admin = newSecret("admin");

  expect(credentialIn(admin)).toBe(admin);
  expect(credentialIn(newSecret("invitation"))).toBeUndefined();
});

test("what is too short or too long is no credential", () => {
  expect(credentialIn(control.slice(0, -1))).toBeUndefined();
  expect(credentialIn(`${control}x`)).toBeUndefined();
});
