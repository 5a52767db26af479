import { findElement } from "../elements/find-element.ts";
import type { GiveRequest } from "../acting-calls.ts";
import type { PageAnswer } from "../page-calls.ts";
import { isDisabled } from "../elements/visibility.ts";

declare global {
  /** A field that is in no page. The extension put a file of the person's machine into it. */
  var chromeMcpHeldFile: HTMLInputElement | undefined;
}

/** Puts a file into a field, or drops it on an element that takes files. */
export async function giveFile(request: GiveRequest): Promise<PageAnswer<"giveFile">> {
  const { element: query, file, adds } = request;
  const given = file === "held" ? await heldFile() : made(file);
  if (!given) return { unread: true };
  const found = findElement(query);
  if ("problem" in found) return { problem: found.problem };
  const field = fieldOf(found.element);
  const transfer = new DataTransfer();
  if (!field) return drop(found.element, given, transfer);
  if (isDisabled(field)) return { problem: "disabled" };
  if (!accepts(field.accept, given))
    return { wrongKind: true, accepts: field.accept.slice(0, 400) };
  if (adds && field.multiple) for (const old of field.files ?? []) transfer.items.add(old);
  transfer.items.add(given);
  field.files = transfer.files;
  field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return { by: "field", count: field.files.length };
}

function made({ name, type, base64 }: Exclude<GiveRequest["file"], "held">): File {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return new File([bytes], name, { type: type || typeByName(name) });
}

/** Chrome takes any path; whether a file is there shows when it is read. */
async function heldFile(): Promise<File | undefined> {
  const file = globalThis.chromeMcpHeldFile?.files?.[0];
  globalThis.chromeMcpHeldFile = undefined;
  // Of a file that is not there a part can be read, as of an empty one; the whole cannot.
  const isRead = await (file?.size ? file.slice(0, 1) : file)?.arrayBuffer().then(
    () => true,
    () => false,
  );
  return isRead ? file : undefined;
}

/** The element itself, the field that its label is for, or the one in it. */
function fieldOf(element: Element): HTMLInputElement | undefined {
  const label = element.closest("label");
  const inside = element.querySelector("input[type=file]");
  for (const one of [element, label?.control, inside]) {
    if (one instanceof HTMLInputElement && one.type === "file") return one;
  }
  return undefined;
}

function drop(element: Element, file: File, transfer: DataTransfer): PageAnswer<"giveFile"> {
  transfer.items.add(file);
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2 };
  const event = (type: string) =>
    new DragEvent(type, {
      dataTransfer: transfer,
      bubbles: true,
      cancelable: true,
      composed: true,
      ...at,
    });
  element.dispatchEvent(event("dragenter"));
  // A place that takes what is dragged says so by preventing the default.
  const taken = !element.dispatchEvent(event("dragover"));
  if (!taken) {
    element.dispatchEvent(event("dragleave"));
    return { problem: "not_a_field" };
  }
  element.dispatchEvent(event("drop"));
  return { by: "drop", count: 1 };
}

const TYPES: Record<string, string> = {
  csv: "text/csv",
  gif: "image/gif",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webp: "image/webp",
  xml: "text/xml",
  zip: "application/zip",
};

function typeByName(name: string): string {
  return TYPES[extensionOf(name)] ?? "application/octet-stream";
}

function extensionOf(name: string): string {
  return /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** As the chooser of files would: by the end of the name or by the type. */
function accepts(accept: string, { name, type }: File): boolean {
  const kinds = accept
    .toLowerCase()
    .split(",")
    .map((kind) => kind.trim());
  const wanted = kinds.filter((kind) => kind !== "");
  if (wanted.length === 0) return true;
  return wanted.some((kind) => {
    if (kind.startsWith(".")) return kind === `.${extensionOf(name)}`;
    return kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : kind === type;
  });
}
