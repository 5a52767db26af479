import { expect, test } from "bun:test";
import { pointInTime } from "../../../../src/extension/tools/library/point-in-time.ts";

const now = new Date(2026, 2, 31, 15, 30).getTime();

test.each<[string, number | undefined]>([
  ["now", now],
  [" Today ", new Date(2026, 2, 31).getTime()],
  ["yesterday", new Date(2026, 2, 30).getTime()],
  ["30 minutes ago", new Date(2026, 2, 31, 15).getTime()],
  ["an hour ago", new Date(2026, 2, 31, 14, 30).getTime()],
  ["3 days ago", new Date(2026, 2, 28, 15, 30).getTime()],
  ["1 week ago", new Date(2026, 2, 24, 15, 30).getTime()],
  ["2 years ago", new Date(2024, 2, 31, 15, 30).getTime()],
  ["2026-03-01T10:00:00Z", Date.UTC(2026, 2, 1, 10)],
  [String(now), now],
  ["some day", undefined],
  ["", undefined],
])("%j", (text, moment) => {
  expect(pointInTime(text, now)).toBe(moment);
});
