import { findElement } from "./find-element.ts";
import type { GiveRequest } from "./acting-calls.ts";
import type { PageAnswer } from "./page-calls.ts";
import { isDisabled } from "./visibility.ts";

/** Puts a file into a field, or drops it on an element that takes files. */
export function giveFile({ element: query, file, adds }: GiveRequest): PageAnswer<"giveFile"> {
  const found = findElement(query);
  if ("problem" in found) return { problem: found.problem };
  const field = fieldOf(found.element);
  const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
  const type = file.type || typeByName(file.name);
  const given = new File([bytes], file.name, { type });
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
