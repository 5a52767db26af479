import { expect, test } from "bun:test";
import { isUnencrypted, parseServerUrl, socketUrl } from "../../src/extension/server-url.ts";

test.each([
  ["http://localhost:3001", "http://localhost:3001"],
  ["localhost:3001", "http://localhost:3001"],
  ["127.0.0.1:3001/", "http://127.0.0.1:3001"],
  ["[::1]:3001", "http://[::1]:3001"],
  ["browsers.example.com", "https://browsers.example.com"],
  [" https://Browsers.example.com/mcp/abc?x#y ", "https://browsers.example.com"],
  ["http://192.168.1.5:3001", "http://192.168.1.5:3001"],
])("%p is the server %p", (typed, serverUrl) => {
  expect(parseServerUrl(typed)).toEqual({ ok: true, value: serverUrl });
});

test.each([
  "",
  "   ",
  "http://",
  "ftp://x",
  "javascript://x",
  "http://me:secret@x.example",
  "a b c",
])("%p is not taken", (typed) => {
  expect(parseServerUrl(typed)).toMatchObject({ ok: false });
});

test("the socket is encrypted where the address is", () => {
  expect(socketUrl("https://a.example")).toBe("wss://a.example/chrome");
  expect(socketUrl("http://localhost:3001")).toBe("ws://localhost:3001/chrome");
});

test("plain http is fine on this machine only", () => {
  expect(
    ["http://localhost:1", "http://127.0.0.1:1", "https://a.example"].map(isUnencrypted),
  ).toEqual([false, false, false]);
  expect(isUnencrypted("http://localhost.example")).toBe(true);
});
