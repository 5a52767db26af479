import { expect, test } from "bun:test";
import { z } from "zod";
import { checkArguments } from "../../src/tools/check-arguments.ts";

const schema = z.object({
  tabId: z.int().optional(),
  deep: z.boolean().default(false),
  text: z.string().optional(),
  at: z.object({ x: z.number(), y: z.number() }).optional(),
  tabs: z.array(z.int()).optional(),
  side: z.enum(["left", "right"]).optional(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  keys: z.union([z.string(), z.array(z.string())]).optional(),
  fields: z.array(z.object({ ref: z.string(), value: z.string() })).optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
});

const check = (given: unknown) => checkArguments(schema, given, "some_tool");

function problem(given: unknown): string {
  const checked = check(given);
  if (checked.ok) throw new Error("it was taken");
  return checked.problem;
}

test.each<[unknown, object, string]>([
  [{ tabId: "12", deep: "true" }, { tabId: 12, deep: true }, '"tabId", "deep"'],
  [{ text: 5 }, { text: "5", deep: false }, '"text"'],
  [{ at: '{"x":1,"y":"2"}' }, { at: { x: 1, y: 2 }, deep: false }, '"at", "at.y"'],
  [{ tabs: "[1,2]" }, { tabs: [1, 2], deep: false }, '"tabs"'],
  [{ tabs: ["1", 2] }, { tabs: [1, 2], deep: false }, '"tabs.0"'],
  [{ text: null, deep: null, at: null }, { deep: false }, '"deep", "text", "at"'],
  ['{"tabId":3}', { tabId: 3, deep: false }, '"arguments"'],
])("%j can only mean one thing and is taken as that, with a note", (given, args, names) => {
  const checked = check(given);
  expect(checked).toMatchObject({ ok: true, args });
  const notes = checked.ok ? checked.notes.join() : "";
  for (const name of names.split(", ")) expect(notes).toContain(name);
  expect(notes).toStartWith("Taken as another type: ");
});

test("what is right is left as it is, without a note", () => {
  const given = { tabId: 1, value: "5", keys: ["a"], headers: { a: null, b: { c: "1" } } };
  expect(check(given)).toEqual({ ok: true, args: { ...given, deep: false }, notes: [] });
});

test.each<[unknown, string]>([
  [{ tabId: "three" }, "tabId: Invalid input: expected number, received string"],
  [{ tabId: 1.5 }, "tabId: Invalid input: expected int"],
  [{ deep: "maybe" }, "deep: Invalid input: expected boolean"],
  [{ side: "up" }, 'side: Invalid option: expected one of "left"|"right"'],
  [{ at: { x: 1 } }, "at.y is missing: Invalid input: expected number"],
  [{ at: "here" }, "at: Invalid input: expected object, received string"],
  [{ value: [] }, "value: Invalid input: expected string or number or boolean"],
  [{ fields: [{ ref: "e1", value: "a" }, { ref: "e2" }] }, "fields.1.value is missing"],
  [[], "arguments: Invalid input: expected object, received array"],
  ["here", "arguments: Invalid input: expected object, received string"],
])("%j is refused: %s", (given, expected) => {
  expect(problem(given)).toContain(expected);
});

test("every wrong argument is named, of very many the first", () => {
  const message = problem({ tabId: "a", side: "b", deep: "c" });
  for (const name of ["tabId:", "side:", "deep:"]) expect(message).toContain(name);
  const many = { tabs: Array.from({ length: 1_000 }, () => "x".repeat(1_000)) };
  expect(problem(many).length).toBeLessThan(1_000);
});

test("what is not known is named, however deep, and changes nothing", () => {
  const given: unknown = JSON.parse(
    '{"colour":"red","at":{"x":1,"y":2,"z":3},"fields":[{"ref":"e","value":"v","vlaue":"w"}],"__proto__":{"deep":true},"constructor":1}',
  );
  const checked = check(given);
  expect(checked).toEqual({
    ok: true,
    args: { deep: false, at: { x: 1, y: 2 }, fields: [{ ref: "e", value: "v" }] },
    notes: [
      'Ignored, not known to some_tool: "colour", "at.z", "fields.0.vlaue", "__proto__", "constructor".',
    ],
  });
  expect(Object.getPrototypeOf(checked.ok && checked.args)).toBe(Object.prototype);
});
