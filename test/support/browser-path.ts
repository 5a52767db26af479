/** Chromium first: unlike branded Chrome it takes an extension from the command line. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-for-testing",
  "google-chrome-stable",
  "google-chrome",
];

/** The browser for end-to-end tests, from the PATH; undefined where there is none. */
export function browserPath(): string | undefined {
  for (const name of NAMES) {
    const path = Bun.which(name);
    if (path !== null) return path;
  }
  return undefined;
}
