import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts of the program, counted from 1, that end badly, or never come to answer. */
export interface BadStarts {
  failing?: readonly number[];
  hanging?: readonly number[];
}

/** A program that is started as livekit-server is, and answers until it is told to end. */
export async function livekitStandIn({ failing = [], hanging = [] }: BadStarts = {}) {
  const folder = await mkdtemp(join(tmpdir(), "livekit-"));
  const program = join(folder, "livekit-server");
  const starts = join(folder, "starts");
  await Bun.write(starts, "");
  await Bun.write(
    program,
    `#!${process.execPath}
import { appendFileSync, readFileSync } from "node:fs";
appendFileSync(${JSON.stringify(starts)}, process.pid + "\\n");
const start = readFileSync(${JSON.stringify(starts)}, "utf8").trim().split("\\n").length;
if (${JSON.stringify(failing)}.includes(start)) process.exit(1);
if (${JSON.stringify(hanging)}.includes(start)) setInterval(() => undefined, 1_000);
else Bun.serve({
  hostname: "127.0.0.1",
  port: JSON.parse(process.argv[3]).port,
  fetch: ({ url }) => (url.endsWith("/end") ? process.exit(7) : new Response(process.argv[3])),
});`,
  );
  await chmod(program, 0o755);
  return {
    program,
    /** The process of each start so far. */
    pids: async () => (await readFile(starts, "utf8")).split("\n").filter(Boolean).map(Number),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
