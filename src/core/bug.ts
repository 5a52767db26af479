/**
 * What of a thrown value may be logged: its class and where it was thrown. Never its message, which may
 * hold what a page or a person wrote.
 */
export function bugFields(cause: unknown): { error: string; at: string[] } {
  if (!(cause instanceof Error)) return { error: typeof cause, at: [] };
  const frames = (cause.stack ?? "").split("\n").filter((line) => /^\s*at /.test(line));
  return { error: cause.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}
