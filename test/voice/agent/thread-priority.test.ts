import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { getPriority } from "node:os";
import { OfflineSynthesiser } from "../../../src/voice/agent/speaking/offline-synthesiser.ts";

test.if(process.platform === "linux")(
  "what works for voices comes after the server, which stays what it was",
  async () => {
    const before = getPriority();
    const others = new Set(threads());
    const voice = new OfflineSynthesiser();
    await voice.warm();
    const priorities = threads()
      .filter((thread) => !others.has(thread))
      .map((thread) => getPriority(thread));
    await voice.close();

    expect(getPriority()).toBe(before);
    expect(Math.max(...priorities)).toBe(10);
  },
);

function threads(): number[] {
  return readdirSync("/proc/self/task").map(Number);
}
