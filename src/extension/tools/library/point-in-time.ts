/**
 * The moment that a caller means: an ISO date, milliseconds since 1970, "now", "today" and "yesterday" (their
 * beginning), or "3 days ago". Undefined when it means none.
 */
export function pointInTime(text: string, nowMs: number): number | undefined {
  const words = text.trim().toLowerCase();
  if (words === "now") return nowMs;
  if (words === "today") return startOfDay(nowMs, 0);
  if (words === "yesterday") return startOfDay(nowMs, -1);
  if (/^\d{11,16}$/.test(words)) return Number(words);
  const ago = /^(\d{1,6}|an?|one) (minute|hour|day|week|month|year)s? ago$/.exec(words);
  if (ago) return before(nowMs, Number.parseInt(ago[1] ?? "", 10) || 1, ago[2] ?? "");
  const parsed = Date.parse(text.trim());
  return Number.isNaN(parsed) ? undefined : parsed;
}

function startOfDay(nowMs: number, days: number): number {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}

function before(nowMs: number, count: number, unit: string): number {
  const date = new Date(nowMs);
  switch (unit) {
    case "minute":
      return nowMs - count * 60_000;
    case "hour":
      return nowMs - count * 3_600_000;
    case "day":
      date.setDate(date.getDate() - count);
      break;
    case "week":
      date.setDate(date.getDate() - 7 * count);
      break;
    case "month":
      date.setMonth(date.getMonth() - count);
      break;
    case "year":
      date.setFullYear(date.getFullYear() - count);
      break;
  }
  return date.getTime();
}
