import { collapse, shorten, textOf } from "../elements/seen-text.ts";
import type { Entry } from "./outline-line.ts";
import { OutlineWalker } from "./outline-walker.ts";
import { ALL_OF_IT } from "./walk-options.ts";
import type { FindRequest, PageAnswer } from "../page-calls.ts";
import { catchUp } from "../watching/between-actions.ts";
import { beginRefsAt, nextRef, refOf } from "../elements/refs.ts";
import { roleOf } from "../elements/roles.ts";

interface Candidate {
  entry: Entry;
  role: string;
  name: string;
  state: string;
}

/** `role "name" [ref=e1] state`, as the outline writes it; of a heading the level is left out. */
const ITEM = /^([\w-]+)(?: \d)?(?: "(.*?)")?(?: \[ref=e\d+\])?(.*)$/s;

/** Elements that a person sees, by text, regular expression, or role and name. */
export function find(request: FindRequest): PageAnswer<"find"> {
  beginRefsAt(request.firstRef);
  catchUp();
  const walker = new OutlineWalker(ALL_OF_IT);
  if (document.body) walker.walk(document.body);
  const matches = new Map<Element, Candidate>();
  const wanted = matcherOf(request);
  for (const entry of walker.draft.entries) {
    const candidate = candidateOf(entry);
    if (!matches.has(entry.element) && wanted(candidate)) matches.set(entry.element, candidate);
  }
  if (matches.size === 0 && request.text !== undefined && request.role === undefined) {
    for (const element of acrossElements(request.text)) {
      const entry: Entry = { kind: "text", depth: 0, text: textOf(element), element, out: false };
      matches.set(element, candidateOf(entry));
    }
  }
  const told = new Set<string>();
  return {
    matches: [...matches.values()]
      .slice(0, request.limit)
      .map((candidate) => answerOf(candidate, told)),
    nextRef: nextRef(),
    total: matches.size,
  };
}

function candidateOf(entry: Entry): Candidate {
  const says = roleOf(entry.element);
  if (entry.kind === "text" && !isWritten(entry, says)) {
    return { entry, role: says || "text", name: entry.text, state: "" };
  }
  const [, role = "", name = "", state = ""] = ITEM.exec(entry.text) ?? [];
  return { entry, role, name, state: state.trim() };
}

/** A picture or a measure, which the outline writes with its role in front. */
function isWritten({ element, text }: Entry, role: string): boolean {
  const word = element instanceof SVGSVGElement ? "img" : role;
  return /^(?:img|progressbar|meter)$/.test(word) && text.startsWith(`${word} `);
}

/** What stands around several matches is told with the first of them. */
function answerOf({ entry, role, name, state }: Candidate, told: Set<string>) {
  const parent =
    entry.element.closest("tr,li,p,article,label,fieldset,form,section") ??
    entry.element.parentElement;
  const around = parent ? shorten(textOf(parent, 300), 160) : "";
  const isNew = around !== "" && around !== name && !told.has(around);
  told.add(around);
  return {
    ref: refOf(entry.element),
    role,
    name: shorten(name, 160),
    ...(isNew ? { text: around } : {}),
    ...(state === "" ? {} : { state }),
  };
}

function matcherOf({ text, regex, role, name }: FindRequest): (candidate: Candidate) => boolean {
  const includes = (needle: string) => {
    const lower = collapse(needle).toLowerCase();
    return (hay: string) => hay.toLowerCase().includes(lower);
  };
  const tests: ((candidate: Candidate) => boolean)[] = [];
  if (text !== undefined) {
    const has = includes(text);
    tests.push((candidate) => has(candidate.entry.text));
  }
  if (regex !== undefined) {
    const pattern = new RegExp(regex, "i");
    tests.push((candidate) =>
      [candidate.name, candidate.entry.text].some((said) => pattern.test(said)),
    );
  }
  if (role !== undefined) tests.push((candidate) => candidate.role === role.toLowerCase());
  if (name !== undefined) {
    const has = includes(name);
    tests.push((candidate) => has(candidate.name));
  }
  return (candidate) => tests.every((test) => test(candidate));
}

/** The innermost elements whose text, put together from what is in them, has the words. */
function acrossElements(words: string): Element[] {
  const lower = collapse(words).toLowerCase();
  const has = (element: Element) =>
    collapse(element.textContent ?? "")
      .toLowerCase()
      .includes(lower);
  const inner = (element: Element): Element[] => {
    const children = [...element.children].filter(has);
    return children.length > 0 ? children.flatMap(inner) : [element];
  };
  return document.body && has(document.body)
    ? inner(document.body).filter((it) => it.checkVisibility())
    : [];
}
