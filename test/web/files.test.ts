import { expect, test } from "bun:test";
import { startTestApp } from "../support/test-app.ts";

test.each(["/", "/assets/status.js", "/extension.zip"])(
  "asked for its head alone, %s tells of itself what it tells with its body",
  async (path) => {
    await using app = await startTestApp();
    const whole = await fetch(app.url + path);
    const head = await fetch(app.url + path, { method: "HEAD" });
    const length = (await whole.bytes()).byteLength;

    expect(length).toBeGreaterThan(0);
    expect(head.headers.get("content-length")).toBe(String(length));
    expect(head.headers.get("content-type")).toBe(whole.headers.get("content-type"));
    expect(await head.text()).toBe("");
  },
);
