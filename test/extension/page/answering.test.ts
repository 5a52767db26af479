import { afterAll, beforeAll, expect, jest, test } from "bun:test";
import { PERSONS_MS, answering } from "../../../src/extension/page/answering.ts";
import type { Outcome } from "../../../src/protocol/failure.ts";

beforeAll(() => void jest.useFakeTimers());
afterAll(() => void jest.useRealTimers());

const CALL = new AbortController().signal;

/** What became of a call whose page keeps silent. */
function silentPage(longestMs?: number) {
  const outcomes: Outcome<never>[] = [];
  const silence = new Promise<Outcome<never>>(() => undefined);
  const asked = answering(1, silence, CALL, longestMs).then((outcome) => outcomes.push(outcome));
  return { outcomes, asked };
}

test("a page that keeps silent is waited for 10 s, a person in it as long as the call lasts", async () => {
  const page = silentPage();
  const person = silentPage(PERSONS_MS);
  jest.advanceTimersByTime(10_000);
  await page.asked;
  expect(page.outcomes).toMatchObject([{ failure: { code: "page_unresponsive" } }]);
  jest.advanceTimersByTime(600_000);
  await Promise.resolve();
  expect(person.outcomes).toEqual([]);
});
