import statusStyle from "../../dist/assets/status.css.txt" with { type: "text" };
import statusPage from "../../dist/assets/status.html" with { type: "text" };
import statusScript from "../../dist/assets/status.js.txt" with { type: "text" };
import talkStyle from "../../dist/assets/talk.css.txt" with { type: "text" };
import talkPage from "../../dist/assets/talk.html" with { type: "text" };
import talkScript from "../../dist/assets/talk.js.txt" with { type: "text" };
import extensionZip from "../../dist/assets/extension.zip" with { type: "file" };
import packageJson from "../../package.json" with { type: "json" };
import { EXTENSION_ID } from "../protocol/extension-id.ts";
import type { ServedFile } from "./files.ts";

/** The extension inside has the version of the server. */
export const EXTENSION_VERSION = packageJson.version;

/** The extension as a zip, as it lies in the executable or in dist/. */
export function extensionZipFile(): Bun.BunFile {
  return Bun.file(extensionZip);
}

const extensionFacts = JSON.stringify({ version: EXTENSION_VERSION, id: EXTENSION_ID });

/** What the server serves without being asked for more than a path. */
export const embeddedFiles: ReadonlyMap<string, ServedFile> = new Map<string, ServedFile>([
  ["/", { type: "text/html; charset=utf-8", body: () => statusPage }],
  ["/assets/status.js", { type: "text/javascript; charset=utf-8", body: () => statusScript }],
  ["/assets/status.css", { type: "text/css; charset=utf-8", body: () => statusStyle }],
  ["/talk", { type: "text/html; charset=utf-8", body: () => talkPage, talks: true }],
  ["/assets/talk.js", { type: "text/javascript; charset=utf-8", body: () => talkScript }],
  ["/assets/talk.css", { type: "text/css; charset=utf-8", body: () => talkStyle }],
  ["/extension.json", { type: "application/json", body: () => extensionFacts }],
  [
    "/extension.zip",
    {
      type: "application/zip",
      body: extensionZipFile,
      download: `chrome-mcp-remote-server-extension-${EXTENSION_VERSION}.zip`,
    },
  ],
]);
