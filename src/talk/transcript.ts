/** One thing said, as far as it is known. */
export interface Line {
  id: string;
  who: "person" | "agent";
  text: string;
  /** Not final: the words may still change. */
  final: boolean;
}

/** More than anybody scrolls back. */
const KEPT = 200;

/**
 * The transcript with this line in it: new, or in the place of what was known of it. Partial words that a
 * final line leaves empty are taken out.
 */
export function withLine(lines: readonly Line[], line: Line): Line[] {
  const at = lines.findLastIndex(({ id }) => id === line.id);
  if (line.text.trim() === "") return lines.filter((_, place) => place !== at);
  return at < 0 ? [...lines, line].slice(-KEPT) : lines.with(at, line);
}
