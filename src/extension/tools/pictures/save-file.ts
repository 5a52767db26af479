import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { Image, OutputFile } from "../../../protocol/tool-result.ts";
import { gate } from "../../policy/gate.ts";
import { needPermission } from "../../policy/optional-permissions.ts";
import { untilAborted } from "../until-aborted.ts";

/** Puts a file among the person's downloads, which needs their permission. Answers where it is. */
export async function saveToDownloads(
  { name, mimeType, base64 }: OutputFile,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  // The person's switch for downloads holds for whoever makes one.
  const usable = gate().mayUse("chrome_handle_download");
  if (!usable.ok) return usable;
  const permitted = await needPermission("downloads");
  if (!permitted.ok) return permitted;
  const url = `data:${mimeType};base64,${base64}`;
  const ended = new Map<number, PromiseWithResolvers<void>>();
  const endOf = (id: number) => {
    const end = ended.get(id) ?? Promise.withResolvers<void>();
    ended.set(id, end);
    return end;
  };
  const hear = ({ id, state }: chrome.downloads.DownloadDelta) => {
    if (state?.current === "complete" || state?.current === "interrupted") endOf(id).resolve();
  };
  chrome.downloads.onChanged.addListener(hear);
  const id = await chrome.downloads
    .download({ url, filename: name, saveAs: false, conflictAction: "uniquify" })
    .catch(() => undefined);
  // Chrome may ask the person where to put it, or whether to keep it.
  const came = id === undefined ? undefined : await untilAborted(endOf(id).promise, signal);
  chrome.downloads.onChanged.removeListener(hear);
  if (id !== undefined && came?.ok === false) {
    await chrome.downloads.cancel(id).catch(() => undefined);
    return came;
  }
  const [item] = id === undefined ? [] : await chrome.downloads.search({ id });
  return item?.state === "complete"
    ? succeed(item.filename)
    : fail("internal", "Chrome did not save the file. Ask the person to look at their downloads.");
}

/** A picture as PNG, under a name that a person gave or one of ours. */
export async function savePng(
  { mimeType, base64 }: Image,
  name: string,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const safe = name.replaceAll(/[^\w.-]+/g, "-").replace(/^[.-]+/, "") || "picture";
  const file = `${safe.replace(/\.png$/i, "")}.png`;
  if (mimeType === "image/png") return saveToDownloads({ name: file, mimeType, base64 }, signal);
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0);
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mimeType }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  const png = new Uint8Array(
    await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer(),
  );
  const whole = { name: file, mimeType: "image/png", base64: png.toBase64() };
  return saveToDownloads(whole, signal);
}
