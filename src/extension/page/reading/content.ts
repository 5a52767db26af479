import { findElement } from "../elements/find-element.ts";
import { flatChildren, pageShadowOf } from "../elements/flat-tree.ts";
import { MOST_WHITE_SPACE, collapse } from "../elements/seen-text.ts";
import type { ContentRequest, PageAnswer, PageRequests } from "../page-calls.ts";
import { tagOf } from "../elements/tags.ts";
import { isSecret, valueOf } from "../elements/states.ts";
import { visibilityOf } from "../elements/visibility.ts";

/** The document, or one element of it, as text, markdown or tidy HTML. */
export function content(request: ContentRequest): PageAnswer<"content"> {
  const found = findElement(request.element ?? { by: "css", selector: "body" });
  const title = document.title;
  if ("problem" in found) return { title, content: "", found: false };
  const root =
    request.format === "html" && request.element === undefined
      ? document.documentElement
      : found.element;
  const written =
    request.format === "html"
      ? html(root)
      : new Prose(request.format, request.maxChars).write(root);
  return { title, content: written.slice(0, request.maxChars), found: true };
}

/** What a person would read, in blocks divided by line breaks. */
class Prose {
  readonly #markdown: boolean;
  readonly #lines: string[] = [];
  #line = "";
  /** How much of the page may still be read. */
  #room: number;
  #indent = "";

  constructor(format: "text" | "markdown", maxChars: number) {
    this.#markdown = format === "markdown";
    this.#room = maxChars * MOST_WHITE_SPACE;
  }

  write(root: Element): string {
    this.#element(root);
    this.#break();
    return this.#lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim();
  }

  #break(): void {
    const line = collapse(this.#line);
    if (line !== "") this.#lines.push(this.#indent + line);
    this.#line = "";
  }

  #children(element: Element): void {
    const shown = visibilityOf(element) === "shown";
    for (const child of flatChildren(element)) {
      if (child instanceof Text) {
        if (shown) this.#line += this.#wordsOf(child);
      } else if (child instanceof Element) this.#element(child);
    }
  }

  #wordsOf({ data }: Text): string {
    const words = data.slice(0, this.#room);
    this.#room -= words.length;
    return words.replace(/\s+/g, " ");
  }

  #element(element: Element): void {
    if (this.#room <= 0) return;
    if (tagOf(element).isSilent || visibilityOf(element) === "gone") return;
    if (element instanceof HTMLBRElement) return this.#break();
    if (element instanceof HTMLPreElement) return this.#verbatim(element);
    if (element instanceof HTMLTableRowElement) return this.#row(element);
    if (element instanceof SVGElement) return;
    if (
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement
    ) {
      this.#line += ` ${valueOf(element)} `;
      return;
    }
    if (element instanceof HTMLImageElement) {
      if (element.alt !== "")
        this.#line += this.#markdown ? `![${element.alt}]` : ` ${element.alt} `;
      return;
    }
    if (tagOf(element).isInline) return this.#inline(element);
    this.#break();
    const heading = /^H([1-6])$/.exec(element.tagName)?.[1];
    if (heading !== undefined && this.#markdown) this.#line = `${"#".repeat(Number(heading))} `;
    if (element instanceof HTMLLIElement) this.#item(element);
    else this.#children(element);
    this.#break();
    if (/^(P|H[1-6]|UL|OL|TABLE|SECTION|ARTICLE|BLOCKQUOTE)$/.test(element.tagName))
      this.#lines.push("");
  }

  #inline(element: Element): void {
    if (!this.#markdown) return this.#children(element);
    const before = this.#line;
    this.#line = "";
    this.#children(element);
    const text = collapse(this.#line);
    const spaced = this.#line.startsWith(" ") ? " " : "";
    const after = this.#line.endsWith(" ") ? " " : "";
    this.#line = before + spaced + marked(element, text) + after;
  }

  #item(item: HTMLLIElement): void {
    const indent = this.#indent;
    const number = [...(item.parentElement?.children ?? [])].indexOf(item) + 1;
    this.#line = item.parentElement instanceof HTMLOListElement ? `${number}. ` : "- ";
    const depth = this.#lines.length;
    this.#children(item);
    this.#break();
    for (let at = depth + 1; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? "";
      if (line !== "") this.#lines[at] = `  ${line}`;
    }
    this.#indent = indent;
  }

  #row(row: HTMLTableRowElement): void {
    this.#break();
    const cells = [...row.cells].map((cell) =>
      new Prose(this.#markdown ? "markdown" : "text", this.#room).write(cell).replace(/\n+/g, " "),
    );
    if (!this.#markdown) {
      this.#lines.push(cells.join("\t"));
      return;
    }
    this.#lines.push(`| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
    const isFirst = row.rowIndex === 0;
    if (isFirst) this.#lines.push(`|${" --- |".repeat(cells.length)}`);
  }

  #verbatim(element: HTMLPreElement): void {
    this.#break();
    const text = element.textContent ?? "";
    this.#lines.push(...(this.#markdown ? ["```", text.trimEnd(), "```"] : [text.trimEnd()]));
  }
}

function marked(element: Element, text: string): string {
  if (text === "") return "";
  if (
    element instanceof HTMLAnchorElement &&
    element.href !== "" &&
    !element.href.startsWith("javascript:")
  ) {
    return `[${text}](${element.href})`;
  }
  if (/^(B|STRONG)$/.test(element.tagName)) return `**${text}**`;
  if (/^(I|EM)$/.test(element.tagName)) return `*${text}*`;
  return element.tagName === "CODE" ? `\`${text}\`` : text;
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/** The markup of one element. */
export function elementHtml(request: PageRequests["elementHtml"]): PageAnswer<"elementHtml"> {
  const { title } = document;
  const found = findElement(request.element);
  if ("problem" in found) return { title, content: "", problem: found.problem };
  const { element } = found;
  const markup = request.outer ? html(element) : inner(pageShadowOf(element) ?? element);
  return { title, content: markup.slice(0, request.maxChars) };
}

/** Markup without scripts, styles and comments; shadow roots as declarative templates. */
export function html(element: Element): string {
  const tag = element.localName;
  if (/^(script|style|noscript|template|link|meta)$/.test(tag)) return "";
  const secret = isSecret(element);
  let markup = `<${tag}`;
  for (const { name, value } of element.attributes) {
    if (secret && name === "value") continue;
    const short = value.startsWith("data:") && value.length > 200 ? "data:…" : value;
    markup += ` ${name}="${short.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
  }
  markup += ">";
  if (VOID.test(tag)) return markup;
  const shadow = pageShadowOf(element);
  if (shadow) markup += `<template shadowrootmode="${shadow.mode}">${inner(shadow)}</template>`;
  return `${markup}${inner(element)}</${tag}>`;
}

function inner(parent: Element | ShadowRoot): string {
  let markup = "";
  for (const child of parent.childNodes) {
    if (child instanceof Element) markup += html(child);
    else if (child instanceof Text) {
      markup += child.data.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replace(/\s+/g, " ");
    }
  }
  return markup;
}
