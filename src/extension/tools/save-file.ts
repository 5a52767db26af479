import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import type { OutputFile } from "../../protocol/tool-result.ts";
import { gate } from "../policy/gate.ts";
import { needPermission } from "../policy/optional-permissions.ts";

/** Puts a file among the person's downloads, which needs their permission. Answers where it is. */
export async function saveToDownloads({
  name,
  mimeType,
  base64,
}: OutputFile): Promise<Outcome<string>> {
  // The person's switch for downloads holds for whoever makes one.
  const usable = gate().mayUse("chrome_handle_download");
  if (!usable.ok) return usable;
  const permitted = await needPermission("downloads");
  if (!permitted.ok) return permitted;
  const url = `data:${mimeType};base64,${base64}`;
  const id = await chrome.downloads
    .download({ url, filename: name, saveAs: false, conflictAction: "uniquify" })
    .catch(() => undefined);
  const [item] = id === undefined ? [] : await chrome.downloads.search({ id });
  return item
    ? succeed(item.filename === "" ? name : item.filename)
    : fail("internal", "Chrome did not save the file. Ask the person to look at their downloads.");
}
