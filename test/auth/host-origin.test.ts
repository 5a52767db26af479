import { expect, test } from "bun:test";
import { HostOrigin, type HostOriginParts } from "../../src/auth/host-origin.ts";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";

const LOOPBACK = { hostname: "127.0.0.1", port: 3001 };
const PUBLIC = {
  hostname: "0.0.0.0",
  port: 3001,
  publicUrl: "https://browsers.example.com",
  allowedHosts: ["hub.lan:3001"],
  allowedOrigins: [
    "https://app.example.com",
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
  ],
};

function check(parts: HostOriginParts, host: string | undefined, origin?: string) {
  const headers = new Headers();
  if (host !== undefined) headers.set("host", host);
  if (origin !== undefined) headers.set("origin", origin);
  return new HostOrigin(parts).check(headers)?.code ?? "allowed";
}

test.each([
  [LOOPBACK, "localhost:3001"],
  [LOOPBACK, "LocalHost:3001"],
  [LOOPBACK, "127.0.0.1:3001"],
  [LOOPBACK, "[::1]:3001"],
  [{ hostname: "::1", port: 3001 }, "[::1]:3001"],
  [{ hostname: "localhost", port: 80 }, "localhost"],
  [{ hostname: "localhost", port: 80 }, "localhost:80"],
  [{ hostname: "192.168.1.5", port: 3001 }, "192.168.1.5:3001"],
  [PUBLIC, "browsers.example.com"],
  [PUBLIC, "browsers.example.com:443"],
  [PUBLIC, "hub.lan:3001"],
  [PUBLIC, "localhost:3001"],
])("%o is reached as %s", (parts, host) => {
  expect(check(parts, host)).toBe("allowed");
});

test.each([
  [LOOPBACK, undefined],
  [LOOPBACK, ""],
  [LOOPBACK, "localhost"],
  [LOOPBACK, "localhost:"],
  [LOOPBACK, "localhost:3002"],
  [LOOPBACK, "localhost:03001"],
  [LOOPBACK, "localhost.:3001"],
  [LOOPBACK, "localhost.evil.com:3001"],
  [LOOPBACK, "evil-localhost:3001"],
  [LOOPBACK, "evil.com"],
  [LOOPBACK, "user@localhost:3001"],
  [LOOPBACK, "localhost:3001@evil.com"],
  [LOOPBACK, "localhost:3001, evil.com"],
  [LOOPBACK, "127.0.0.1.nip.io:3001"],
  [LOOPBACK, "127.1:3001"],
  [LOOPBACK, "2130706433:3001"],
  [LOOPBACK, "[::ffff:127.0.0.1]:3001"],
  [LOOPBACK, "0.0.0.0:3001"],
  [{ hostname: "192.168.1.5", port: 3001 }, "localhost:3001"],
  [PUBLIC, "browsers.example.com:80"],
  [PUBLIC, "browsers.example.com:3001"],
  [PUBLIC, "sub.browsers.example.com"],
  [PUBLIC, "hub.lan"],
])("%o is not reached as %s", (parts, host) => {
  expect(check(parts, host)).toBe("wrong_host");
});

test.each([
  [LOOPBACK, undefined],
  [LOOPBACK, "http://localhost:3001"],
  [LOOPBACK, "http://127.0.0.1:3001"],
  [LOOPBACK, "http://[::1]:3001"],
  [LOOPBACK, EXTENSION_ORIGIN],
  [{ hostname: "localhost", port: 80 }, "http://localhost"],
  [PUBLIC, "https://browsers.example.com"],
  [PUBLIC, "https://app.example.com"],
])("%o takes the origin %s", (parts, origin) => {
  const host = parts.port === 80 ? "localhost" : "localhost:3001";
  expect(check(parts, host, origin)).toBe("allowed");
});

test.each([
  [LOOPBACK, ""],
  [LOOPBACK, "null"],
  [LOOPBACK, "http://localhost"],
  [LOOPBACK, "http://localhost:3002"],
  [LOOPBACK, "https://localhost:3001"],
  [LOOPBACK, "HTTP://LOCALHOST:3001"],
  [LOOPBACK, "http://localhost:3001/"],
  [LOOPBACK, "http://localhost:3001."],
  [LOOPBACK, "http://localhost.:3001"],
  [LOOPBACK, "http://localhost:3001.evil.com"],
  [LOOPBACK, "http://localhost.evil.com:3001"],
  [LOOPBACK, "http://evil-localhost:3001"],
  [LOOPBACK, "http://localhost:3001@evil.com"],
  [LOOPBACK, "http://user@localhost:3001"],
  [LOOPBACK, "https://evil.com"],
  [LOOPBACK, "file://"],
  [LOOPBACK, `${EXTENSION_ORIGIN}a`],
  [LOOPBACK, `${EXTENSION_ORIGIN}.evil.com`],
  [LOOPBACK, "chrome-extension://abcdefghijklmnopabcdefghijklmnop"],
  [PUBLIC, "http://browsers.example.com"],
  [PUBLIC, "https://app.example.com.evil.com"],
])("%o refuses the origin %s", (parts, origin) => {
  expect(check(parts, "localhost:3001", origin)).toBe("wrong_origin");
});

test("only our extension, and one the operator names, is an extension", () => {
  const isExtension = (parts: HostOriginParts, origin?: string) =>
    new HostOrigin(parts).isExtension(new Headers(origin === undefined ? {} : { origin }));
  expect(isExtension(LOOPBACK, EXTENSION_ORIGIN)).toBe(true);
  expect(isExtension(LOOPBACK, "http://localhost:3001")).toBe(false);
  expect(isExtension(LOOPBACK)).toBe(false);
  expect(isExtension(PUBLIC, "https://app.example.com")).toBe(false);
  expect(isExtension(PUBLIC, "chrome-extension://abcdefghijklmnopabcdefghijklmnop")).toBe(true);
});
