import { expect, test } from "bun:test";
import { FAILURE_CODES, fail } from "../../../../src/protocol/failure.ts";
import { spokenFailure } from "../../../../src/voice/agent/sentences/spoken-failures.ts";

function spoken(...said: Parameters<typeof fail>): string {
  return spokenFailure(fail(...said).failure);
}

test.each(FAILURE_CODES)("what is said of %s speaks to the person, and names no tool", (code) => {
  const said = spoken(code, "It is gone. Ask for less, or give a longer timeoutMs. Call get_x.");
  expect(said).not.toMatch(/[a-z]_[a-z]|timeoutMs|the person/);
  expect(said.length).toBeGreaterThan(5);
});

test("what only the failure itself knows is said as it stands", () => {
  const said = "The page could not be loaded (ERR_CONNECTION_REFUSED). Check the address.";
  expect(spoken("not_actionable", said)).toBe(said);
  expect(spoken("invalid_arguments", "Call chrome_find first.")).toBe("That did not work.");
});
