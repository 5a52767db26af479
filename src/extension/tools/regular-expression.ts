import { type Outcome, fail, succeed } from "../../protocol/failure.ts";

/**
 * Regular expressions of clients. Nothing ends one that goes on for years, and until then it holds up a page, or all
 * calls of a browser. So those that can are refused: where a group is repeated that repeats or chooses itself.
 */

/** Escapes and classes: one sign, whatever they say. */
const ONE_SIGN = /\\.|\[(?:[^\]\\]|\\.)*\]/gs;

const INNERMOST_GROUP = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+{])?/;
const REPEATS_OR_CHOOSES = /[*+|]|\{\d+,/;

/** `name`: how the argument is called. */
export function regularExpression(source: string, flags: string, name: string): Outcome<RegExp> {
  const wrong = (why: string) => fail("invalid_arguments", `${name} ${why}`);
  if (mayTakeYears(source)) {
    return wrong("repeats a group that repeats or chooses itself: write it without.");
  }
  try {
    return succeed(new RegExp(source, flags));
  } catch {
    return wrong("is no regular expression. Put a backslash before ( ) [ ] . * + ? that you mean.");
  }
}

function mayTakeYears(source: string): boolean {
  let left = source.replace(ONE_SIGN, "x");
  for (;;) {
    const [group, inner = "", repeated] = INNERMOST_GROUP.exec(left) ?? [];
    if (group === undefined) return false;
    const isBusy = REPEATS_OR_CHOOSES.test(inner);
    if (isBusy && repeated !== undefined) return true;
    // What a group held counts for the one around it.
    left = left.replace(group, () => (isBusy ? "x+" : "x") + (repeated ?? ""));
  }
}
