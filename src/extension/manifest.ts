import { EXTENSION_KEY } from "../protocol/extension-id.ts";

/** What Chrome reads first. The key gives the extension the same id wherever it is loaded. */
export function manifest(version: string) {
  return {
    manifest_version: 3,
    name: "Chrome MCP Remote",
    description: "Lets the AI clients you choose drive this Chrome, through a server you choose.",
    version,
    key: EXTENSION_KEY,
    minimum_chrome_version: "140",
    incognito: "not_allowed",
    icons: icons(16, 32, 48, 128),
    action: {
      default_title: "Chrome MCP Remote",
      default_popup: "popup.html",
      default_icon: icons(16, 32),
    },
    side_panel: { default_path: "panel.html" },
    background: { service_worker: "background.js", type: "module" },
    permissions: [
      "alarms",
      "debugger",
      "offscreen",
      "scripting",
      "sidePanel",
      "storage",
      "tabs",
      "webNavigation",
    ],
    optional_permissions: [
      "bookmarks",
      "clipboardRead",
      "clipboardWrite",
      "downloads",
      "history",
      "tabGroups",
    ],
    host_permissions: ["<all_urls>"],
    content_security_policy: {
      extension_pages:
        "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    },
  } as const;
}

function icons(...sizes: number[]): Record<string, string> {
  return Object.fromEntries(sizes.map((size) => [String(size), `icons/icon-${size}.png`]));
}
