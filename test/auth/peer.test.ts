import { expect, test } from "bun:test";
import { peerOf } from "../../src/auth/peer.ts";

const isNear = (address: string | undefined, headers: Record<string, string>, bound = true) =>
  peerOf(new Headers({ host: "localhost:3001", ...headers }), () => address, bound).loopback;

test.each(["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])(
  "%s is this machine",
  (address) => {
    expect(isNear(address, {})).toBe(true);
  },
);

test.each([
  "192.168.1.5",
  "10.127.0.0.1",
  "::ffff:192.168.1.5",
  "fe80::1",
  "1.127.0.0.1",
  "",
  undefined,
])("%s is not this machine", (address) => {
  expect(isNear(address, {})).toBe(false);
});

test.each(["localhost", "LOCALHOST:80", "127.0.0.1:3001", "[::1]:3001"])(
  "asked for as %s, it may be this machine",
  (host) => {
    expect(isNear("127.0.0.1", { host })).toBe(true);
  },
);

test.each([
  "browsers.example.com",
  "localhost.evil.com",
  "evil-localhost",
  "localhost.",
  "127.0.0.1.nip.io",
])("asked for as %s, it came through something in front of the server", (host) => {
  expect(isNear("127.0.0.1", { host })).toBe(false);
});

test.each([
  "Forwarded",
  "Via",
  "X-Forwarded-For",
  "x-forwarded-host",
  "X-Real-IP",
  "CF-Connecting-IP",
  "True-Client-IP",
])("a request with %s was forwarded, so it is not from this machine", (name) => {
  expect(isNear("127.0.0.1", { [name]: "127.0.0.1" })).toBe(false);
});

test("a server that is not bound to loopback takes nobody for this machine", () => {
  expect(isNear("127.0.0.1", {}, false)).toBe(false);
});
