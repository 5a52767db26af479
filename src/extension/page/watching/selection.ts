import { focusedElement } from "../elements/flat-tree.ts";
import { collapse, shorten } from "../elements/seen-text.ts";
import { isSecret } from "../elements/states.ts";
import { quoted } from "../outline/outline-line.ts";

/** What a person sees marked: words of the page, or of the field that has the focus. */

/** Where a selection begins and ends. Its words may be very many: they are looked at only where this changed. */
export type Bounds = readonly (Node | number | null)[];

const MAX_CHARS = 160;

export function selectionBounds(): Bounds {
  const field = focusedField();
  if (field) return [field, field.selectionStart, field.selectionEnd];
  const selection = getSelection();
  if (!selection) return [];
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  return [anchorNode, anchorOffset, focusNode, focusOffset];
}

/** A line for what is selected now and was not before. */
export function selectionLine(before: Bounds): string | undefined {
  const now = selectionBounds();
  if (now.every((part, at) => part === before[at])) return undefined;
  const words = shorten(collapse(selectedText()), MAX_CHARS);
  return words === "" ? undefined : `selected "${quoted(words)}"`;
}

function selectedText(): string {
  const field = focusedField();
  if (!field) return getSelection()?.toString() ?? "";
  if (isSecret(field)) return "";
  return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
}

function focusedField(): HTMLInputElement | HTMLTextAreaElement | undefined {
  const focused = focusedElement();
  const isField = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
  return isField ? focused : undefined;
}
