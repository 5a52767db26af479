/** Resident memory of a process. */
export async function residentKiB(pid: number): Promise<number> {
  if (process.platform === "linux") {
    const status = await Bun.file(`/proc/${pid}/status`).text();
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN);
  }
  const { stdout } = Bun.spawn(["ps", "-o", "rss=", "-p", String(pid)], { stdout: "pipe" });
  return Number(await new Response(stdout).text());
}

export async function residentMb(pid: number): Promise<number> {
  return ((await residentKiB(pid)) * 1_024) / 1_000_000;
}
