/** What the model writes, as people write it: the full stop is its own, and it spells as they did a hundred years ago. */
export function asWritten(text: string): string {
  return text
    .replace(/[.,]+$/, "")
    .replaceAll(/\b(to)-(day|morrow|night)\b/gi, "$1$2")
    .replace(/(?<=\w)\.organization$/i, ".org");
}
