/**
 * What a call is aimed at, in a few words for its person. Arguments are shown only where they say where; what is
 * typed into pages, run or sent is masked, whatever it is called.
 */

const MOST_CHARS = 120;

/** Arguments that say where or what, in the order in which they are told. */
const SHOWN = [
  "action",
  "url",
  "ref",
  "selector",
  "direction",
  "format",
  "kind",
  "role",
  "name",
  "filePath",
];

/** Arguments that may hold what nobody but the page should see. */
const MASKED = [
  "value",
  "text",
  "keys",
  "code",
  "fields",
  "promptText",
  "jsScript",
  "body",
  "query",
];

export function detailOf(args: unknown): string {
  if (typeof args !== "object" || args === null) return "";
  const given = new Map(Object.entries(args));
  const shown = SHOWN.flatMap((name) => {
    const value: unknown = given.get(name);
    if (typeof value !== "string" || value === "") return [];
    return [name === "url" ? withoutQuery(value) : value];
  });
  const masked = MASKED.filter((name) => given.has(name)).map(() => "••••");
  const steps: unknown = given.get("steps");
  const counted = Array.isArray(steps) ? [`${steps.length} ×`] : [];
  return [...counted, ...shown, ...masked.slice(0, 1)].join(" ").slice(0, MOST_CHARS);
}

/** What follows in an address may be a secret: a token, what was searched for. */
function withoutQuery(address: string): string {
  return address
    .replace(/^https?:\/\//, "")
    .replace(/[?#].*$/, "")
    .replace(/^[^/@]*@/, "");
}
