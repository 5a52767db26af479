/** What the person can take away from every client at once, whatever the site. */
export const SWITCHES = [
  "scripts",
  "network",
  "history",
  "bookmarks",
  "downloads",
  "uploads",
  "clipboard",
] as const;
export type Switch = (typeof SWITCHES)[number];
