import { existsSync } from "node:fs";
import { posix, win32 } from "node:path";

export interface Machine {
  platform: NodeJS.Platform;
  /** Home of the person; on Windows the folders of programs as well. */
  programFolders: readonly string[];
  onPath: (name: string) => string | null;
  exists: (path: string) => boolean;
}

const NAMES_ON_PATH = [
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge-stable",
  "microsoft-edge",
  "msedge",
];

const LINUX = [
  "/opt/google/chrome/chrome",
  "/usr/lib/chromium/chromium",
  "/snap/bin/chromium",
  "/opt/microsoft/msedge/msedge",
];

const MAC = ["Google Chrome", "Chromium", "Microsoft Edge"];

const WINDOWS = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/** Chrome, Chromium or Edge where this system keeps it, Chrome first; undefined where there is none. */
export function findBrowser(machine: Machine): string | undefined {
  for (const path of candidates(machine)) if (machine.exists(path)) return path;
  return undefined;
}

export function thisMachine(programFolders: readonly string[]): Machine {
  return { platform: process.platform, programFolders, onPath: Bun.which, exists: existsSync };
}

function candidates({ platform, programFolders, onPath }: Machine): string[] {
  const named = NAMES_ON_PATH.flatMap((name) => onPath(name) ?? []);
  if (platform === "win32") {
    const installed = WINDOWS.flatMap((program) =>
      programFolders.map((folder) => win32.join(folder, program)),
    );
    return [...installed, ...named];
  }
  if (platform === "darwin") {
    const folders = [
      "/Applications",
      ...programFolders.map((home) => posix.join(home, "Applications")),
    ];
    const installed = MAC.flatMap((name) =>
      folders.map((folder) => posix.join(folder, `${name}.app/Contents/MacOS/${name}`)),
    );
    return [...installed, ...named];
  }
  return [...named, ...LINUX];
}
