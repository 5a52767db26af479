import { expect, test } from "bun:test";
import { type Machine, findBrowser } from "../../src/launch/find-browser.ts";

const CHROME_ON_WINDOWS = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
const EDGE_ON_WINDOWS = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
const CHROME_OF_ANN = "/Users/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const EDGE_ON_MAC = "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge";

function machine(
  platform: Machine["platform"],
  installed: string[],
  onPath: string[] = [],
): Machine {
  return {
    platform,
    programFolders:
      platform === "win32" ? ["C:\\Program Files", "C:\\Program Files (x86)"] : ["/Users/ann"],
    onPath: (name) => (onPath.includes(name) ? `/usr/bin/${name}` : null),
    exists: (path) => installed.includes(path) || onPath.includes(path.replace("/usr/bin/", "")),
  };
}

test.each([
  ["linux", [], ["chromium", "google-chrome"], "/usr/bin/google-chrome"],
  ["linux", ["/opt/google/chrome/chrome"], [], "/opt/google/chrome/chrome"],
  ["linux", [], ["microsoft-edge"], "/usr/bin/microsoft-edge"],
  ["darwin", [EDGE_ON_MAC, CHROME_OF_ANN], [], CHROME_OF_ANN],
  ["darwin", [EDGE_ON_MAC], [], EDGE_ON_MAC],
  ["win32", [EDGE_ON_WINDOWS, CHROME_ON_WINDOWS], [], CHROME_ON_WINDOWS],
  ["win32", [EDGE_ON_WINDOWS], [], EDGE_ON_WINDOWS],
] as const)(
  "on %s with %j and on the PATH %j, %s is taken",
  (platform, installed, onPath, found) => {
    expect(findBrowser(machine(platform, [...installed], [...onPath]))).toBe(found);
  },
);

test("a machine without any of them is told so", () => {
  expect(findBrowser(machine("linux", []))).toBeUndefined();
});
