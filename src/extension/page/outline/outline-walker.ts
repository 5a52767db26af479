import { type Around, inside, outermost } from "../elements/around.ts";
import {
  areasOf,
  handleAround,
  isHint,
  isInvitingCursor,
  isMadeOperable,
} from "../elements/clickable.ts";
import { focusedElement, forEachFlatChild } from "../elements/flat-tree.ts";
import { boxOf } from "../elements/image-map.ts";
import { isCutToNothing } from "../elements/legibility.ts";
import {
  type FrameElement,
  isElement,
  isField,
  isFrame,
  isLabel,
  isText,
} from "../elements/kinds.ts";
import { ListenedFor } from "../elements/listened-for.ts";
import { listens } from "../elements/listening.ts";
import { nameOf } from "../elements/names.ts";
import { MOST_WHITE_SPACE, collapse } from "../elements/seen-text.ts";
import { OutlineDraft } from "./outline-draft.ts";
import { hiddenSelect, itemOf, levelOf, measureOf, named, pieceOf } from "./outline-item.ts";
import {
  type Entry,
  dropWrapper,
  foldCell,
  foldHeading,
  foldOnly,
  foldRow,
  foldSentence,
} from "./outline-line.ts";
import { refOf } from "../elements/refs.ts";
import { isOperable, isSilentInSvg, isStructure, needsName, roleOf } from "../elements/roles.ts";
import { type Seen, Sight, type TextSeen } from "../elements/sight.ts";
import { styleOf } from "../elements/style-of.ts";
import { isBarePart, tagOf } from "../elements/tags.ts";
import { isBoxless, isSeen, visibilityOf } from "../elements/visibility.ts";
import type { WalkOptions } from "./walk-options.ts";

/** Walks a page as it is drawn and writes down what a person would see, top to bottom. */
export class OutlineWalker {
  readonly draft: OutlineDraft;
  readonly #options: WalkOptions;
  readonly #focused = focusedElement();
  readonly #sight: Sight;
  readonly #done = new Set<Element>();
  readonly #items = new ListenedFor();
  /** Elements that draw nothing themselves, though what is in them may be seen. */
  readonly #transparent = new Set<Element>();

  constructor(options: WalkOptions) {
    this.#options = options;
    this.draft = new OutlineDraft(options);
    this.#sight = new Sight(options.viewportOnly);
  }

  walk(root: Element): void {
    const start = this.draft.entries.length;
    this.#element(root, outermost(root));
    if (this.#options.fold) foldSentence(this.draft.entries, start, root, 0);
  }

  #children(element: Element, around: Around): void {
    const silent = around.hushed || this.#options.interactiveOnly || this.#transparent.has(element);
    let text: TextSeen | undefined;
    forEachFlatChild(element, (child) => {
      if (isElement(child)) return this.#element(child, around);
      if (silent || !isText(child)) return;
      const words = collapse(this.draft.beginningOf(child, MOST_WHITE_SPACE));
      if (words === "") return;
      text ??= this.#sight.lookAtText(element, around.clip);
      if (text.seen === "unseen") return;
      const said = text.mark + words.replaceAll("[ref=", "[ref =");
      this.draft.add("text", element, said, around.depth, text.seen === "out");
    });
  }

  /** Perhaps only what is in it. */
  #isDrawn(element: Element): boolean {
    const visibility = visibilityOf(element);
    if (visibility === "transparent" && !isBoxless(element)) this.#transparent.add(element);
    return visibility !== "gone";
  }

  #element(element: Element, around: Around): void {
    if (this.draft.isOver() || tagOf(element).isSilent || this.#done.has(element)) return;
    const isBare = isBarePart(element);
    if (!isBare) {
      if (!this.#isDrawn(element)) {
        if (element instanceof HTMLSelectElement) this.#hiddenSelect(element, around);
        return;
      }
      if (isLabel(element)) return this.#label(element, around);
      if (isFrame(element)) return this.#frame(element, around);
      if (isSilentInSvg(element)) return;
    }
    const role = roleOf(element);
    const operable = isOperable(role);
    const style = operable ? undefined : styleOf(element);
    if (style && isCutToNothing(style.clipPath)) return this.#cut(element, around);
    const cursor = style?.cursor ?? "pointer";
    const invites =
      cursor !== around.cursor && isInvitingCursor(cursor) && element !== document.body;
    const isItem = this.#items.has(element);
    const inner = cursor === around.cursor ? around : { ...around, cursor };
    const isPlain = isBare && !invites && !isItem && !listens(element);
    if (isPlain || (!operable && !isItem && this.#items.isBy(element, role, cursor))) {
      return this.#passive(element, role, inner);
    }
    const hints = isHint(role, element, cursor);
    if (operable || invites || isItem || hints || isMadeOperable(element)) {
      if (isBare && !this.#isDrawn(element)) return;
      const box = element.getBoundingClientRect();
      const seen = this.#look(element, box, around);
      if (seen !== "unseen") return this.#operable(element, role, box, inner, seen === "out");
      if (element instanceof HTMLSelectElement) return this.#hiddenSelect(element, around);
      const handle = role === "slider" ? handleAround(element) : undefined;
      if (handle) return this.#operable(element, role, boxOf(handle), inner, false);
    }
    this.#passive(element, role, inner);
  }

  /** Nobody sees what is in it, but keys reach the slider of a handle there. */
  #cut(element: Element, around: Around): void {
    const slider = element.querySelector("input[type=range]");
    const handle = slider && handleAround(element);
    if (handle) this.#operable(slider, "slider", boxOf(handle), around, false);
  }

  #look(element: Element, box: DOMRect, { clip }: Around): Seen {
    const isDrawn = !this.#transparent.has(element) && box.width > 1 && box.height > 1;
    return isDrawn ? this.#sight.lookAt(element, box, clip) : "unseen";
  }

  /** Something with a ref. */
  #operable(element: Element, role: string, box: DOMRect, around: Around, out: boolean): void {
    const item = itemOf(element, role, around.cursor, box, this.#focused, this.#options);
    switch (item.form) {
      case "row":
        return this.#row(element, item.text, around, out);
      case "block":
        return this.#block(element, item.text, around, out, true);
      case "item":
        return this.draft.add("item", element, item.text, around.depth, out);
      case "board":
        this.draft.add("block", element, item.text, around.depth, out);
        return this.#pieces(item.pieces, element, around.depth + 1, out);
    }
  }

  #pieces(pieces: readonly Element[], board: Element, depth: number, out: boolean): void {
    const start = this.draft.entries.length;
    for (const piece of pieces) {
      const box = piece.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || visibilityOf(piece) !== "shown") continue;
      this.draft.add("item", piece, pieceOf(piece, box, this.#options), depth, out);
    }
    if (this.#options.fold) foldSentence(this.draft.entries, start, board, depth);
  }

  /** The widget that a page put in place of a select tells its value, unless it does not. */
  #hiddenSelect(select: HTMLSelectElement, around: Around): void {
    const text = hiddenSelect(select);
    if (text !== undefined) this.draft.add("line", select, text, around.depth, false);
  }

  /** A container, a text, a picture: nothing to operate by itself. */
  #passive(element: Element, role: string, around: Around): void {
    const inner = inside(element, around);
    if (role === "row") return this.#row(element, "row: ", inner, false);
    if (role === "listitem") return this.#row(element, "- ", inner, false);
    if (role === "heading") return this.#heading(element, inner);
    if (role === "cell" || role === "columnheader" || role === "rowheader") {
      const start = this.draft.entries.length;
      this.#children(element, inner);
      if (this.#options.fold) foldCell(this.draft.entries, start, element, around.depth);
      return;
    }
    if (role === "img") return this.#picture(element, inner);
    if (role === "separator" || /^(legend|caption)$/.test(element.localName)) return;
    if (role === "progressbar" || role === "meter") {
      return this.draft.add("text", element, measureOf(element, role), around.depth, false);
    }
    if (isStructure(role)) {
      const name = nameOf(element, role);
      if (name !== "" || !needsName(role)) {
        return this.#block(element, role + named(name), inner, false, false);
      }
    }
    if (tagOf(element).isInline) {
      if (element instanceof SVGSVGElement) this.#picture(element, inner);
      return this.#children(element, inner);
    }
    const start = this.draft.entries.length;
    this.#children(element, inner);
    if (this.#options.fold) foldSentence(this.draft.entries, start, element, around.depth);
  }

  /** A line with what is in the element below it. Without anything below, only an operable one stays. */
  #block(element: Element, text: string, around: Around, out: boolean, keep: boolean): void {
    if (around.depth + 1 >= this.#options.maxDepth) {
      return this.draft.add("block", element, `${text} …`, around.depth, out);
    }
    const { chars } = this.draft;
    const start = this.draft.entries.length;
    this.draft.add("block", element, text, around.depth, out);
    const inner = { ...inside(element, around), depth: around.depth + 1 };
    this.#children(element, inner);
    if (keep) dropWrapper(this.draft.entries, start);
    if (this.draft.entries[start]?.element !== element) return;
    if (this.#options.fold) foldSentence(this.draft.entries, start + 1, element, inner.depth);
    const holdsFrame = this.draft.frames.some(({ entry }) => entry === this.draft.entries[start]);
    if (holdsFrame || this.draft.entries.length > start + 1) {
      if (keep && this.#options.fold) foldOnly(this.draft.entries, start);
      return;
    }
    if (keep) {
      const entry = this.draft.entries[start];
      if (entry) entry.kind = "line";
    } else {
      this.draft.entries.length = start;
      this.draft.chars = chars;
    }
  }

  #row(element: Element, prefix: string, around: Around, out: boolean): void {
    const start = this.draft.entries.length;
    const operable = prefix.includes("[ref=");
    if (!this.#options.fold || this.#options.interactiveOnly) {
      if (operable) this.draft.add("item", element, prefix.slice(0, -2), around.depth, out);
      return this.#children(element, around);
    }
    const inner = { ...around, depth: around.depth + 1 };
    this.#children(element, inner);
    const separator = prefix.startsWith("row") ? " | " : " ";
    if (foldRow(this.draft.entries, start, element, around.depth, prefix, separator)) return;
    if (this.draft.entries.length === start && !operable) return;
    foldSentence(this.draft.entries, start, element, inner.depth);
    const text = prefix.trimEnd().replace(/:$/, "");
    const entry: Entry = { kind: "block", depth: around.depth, text, element, out };
    this.draft.entries.splice(start, 0, entry);
  }

  #heading(element: Element, around: Around): void {
    const level = levelOf(element);
    const start = this.draft.entries.length;
    this.#children(element, around);
    if (this.#options.interactiveOnly || this.draft.entries.length === start) return;
    if (foldHeading(this.draft.entries, start, element, around.depth, level)) return;
    if (this.#options.fold)
      foldRow(this.draft.entries, start, element, around.depth, `heading ${level}: `, " ");
  }

  #picture(element: Element, around: Around): void {
    const name = this.#options.interactiveOnly || around.hushed ? "" : nameOf(element, "img");
    if (name !== "" && isSeen(element)) {
      this.draft.add("text", element, `img${named(name)}`, around.depth, false);
    }
    for (const area of areasOf(element)) {
      const box = boxOf(area);
      const seen = this.#sight.lookAt(area, box, around.clip);
      if (seen !== "unseen") this.#operable(area, "link", box, around, seen === "out");
    }
  }

  /** A label speaks through its field. Of a field that is hidden behind it, it shows the state. */
  #label(label: HTMLLabelElement, around: Around): void {
    const control = label.control;
    const inner = { ...around, cursor: "pointer" };
    const toggle =
      control instanceof HTMLInputElement && /^(checkbox|radio|file)$/.test(control.type);
    if (toggle && !isSeen(control) && isSeen(label) && !this.#done.has(control)) {
      this.#done.add(control);
      const box = label.getBoundingClientRect();
      const seen = this.#sight.lookAt(label, box, around.clip);
      const role = roleOf(control);
      if (seen !== "unseen") this.#operable(control, role, box, inner, seen === "out");
      return this.#children(label, { ...inner, hushed: true });
    }
    const said = isField(control) && isSeen(control) && !control.hasAttribute("aria-label");
    this.#children(label, { ...inner, hushed: around.hushed || said });
  }

  #frame(element: FrameElement, around: Around): void {
    const box = element.getBoundingClientRect();
    const seen = this.#look(element, box, around);
    if (seen === "unseen") return;
    const name = nameOf(element, "iframe");
    const text = `iframe${named(name)} [ref=e${refOf(element)}]`;
    this.draft.add("block", element, text, around.depth, seen === "out");
    const entry = this.draft.entries.at(-1);
    if (entry) this.draft.frames.push({ entry, element });
  }
}
