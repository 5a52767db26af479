import type { QuestionKind } from "../../../tools/person.ts";
import { CARD_STYLE } from "./card-style.ts";
import { OnTop } from "./on-top.ts";
import { veilOwn } from "./own-elements.ts";

/** What a card shows. `kind` is that of the question, or `pick` for a card that only tells. */
export interface CardRequest {
  id: string;
  kind: QuestionKind | "pick";
  heading: string;
  question: string;
  options: readonly string[];
  /** A picture of the page is being taken. */
  veiled: boolean;
  words: Record<
    "answer" | "secret" | "takeover" | "pick" | "send" | "fill" | "yes" | "no" | "done" | "decline",
    string
  >;
}

/** A missing `text` says that the person does not want to answer. */
export interface CardAnswer {
  text?: string;
}

/** A click that was on its way to something else when the card came up is no answer. */
const UNSEEN_MS = 300;

const KEYS = ["keydown", "keyup", "keypress", "beforeinput", "input", "paste"];
const MOUSE = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
const NOT_FOR_PAGE = [...KEYS, ...MOUSE];

/**
 * Questions in the page. They live in a closed shadow root in the top layer, so that the page can neither
 * read them nor lie over them, and listen to nothing but the person: what a script dispatches is not trusted.
 */
export class Cards {
  readonly #open = new Map<string, () => void>();

  /** What the person answers; null when the card was closed. */
  ask(request: CardRequest): Promise<CardAnswer | null> {
    this.close(request.id);
    const { promise, resolve } = Promise.withResolvers<CardAnswer | null>();
    veilOwn(request.veiled);
    const end = (answer: CardAnswer | null) => {
      this.#open.delete(request.id);
      shown[Symbol.dispose]();
      resolve(answer);
    };
    this.#open.set(request.id, () => end(null));
    // Whoever is typing in the page goes on typing there.
    const { activeElement } = document;
    const { card, first } = draw(request, (event, answer) => {
      if (event.isTrusted && performance.now() - shown.shownMs >= UNSEEN_MS) end(answer);
    });
    const mayBlock = request.kind !== "pick" && request.kind !== "takeover";
    const shown = new OnTop({ name: "chrome-mcp-card", style: CARD_STYLE, card, mayBlock });
    if (!activeElement || activeElement === document.body || shown.isModal) first.focus();
    return promise;
  }

  close(id: string): void {
    this.#open.get(id)?.();
  }
}

/** The card, and what in it takes the focus. */
function draw(
  { kind, heading, question, options, words }: CardRequest,
  end: (event: Event, answer: CardAnswer) => void,
): { card: HTMLElement; first: HTMLElement } {
  const answer = (event: Event, text?: string) => end(event, text === undefined ? {} : { text });
  const button = (label: string, text?: string, isMain = false) => {
    const made = element("button", label);
    made.type = "button";
    made.dir = "auto";
    if (isMain) made.className = "main";
    made.addEventListener("click", (event) => answer(event, text));
    return made;
  };

  const card = element("section");
  card.className = "card";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "asks");
  card.setAttribute("aria-describedby", "question");
  const title = element("h2", heading);
  title.id = "asks";
  const said = element("p", question);
  said.id = "question";
  said.dir = "auto";
  // Read out also to whoever does not see it come, and types elsewhere.
  const asked = element("div");
  asked.setAttribute("role", "alert");
  asked.append(title, said);
  card.append(asked);
  const buttons = element("div");
  buttons.className = "buttons";
  const decline = button(words.decline);
  let first: HTMLElement = card;

  if (kind === "text" || kind === "secret") {
    const field = kind === "secret" ? element("input") : element("textarea");
    if (field instanceof HTMLInputElement) {
      field.type = "password";
      field.autocomplete = "off";
    }
    field.setAttribute("aria-label", words.answer);
    field.addEventListener("keydown", (event) => {
      if (event instanceof KeyboardEvent && event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        if (!event.isComposing) answer(event, field.value);
      }
    });
    const send = element("button", kind === "secret" ? words.fill : words.send);
    send.type = "button";
    send.className = "main";
    send.addEventListener("click", (event) => answer(event, field.value));
    buttons.append(decline, send);
    const form = element("div");
    form.className = "options";
    form.append(field);
    if (kind === "secret") form.append(note(words.secret));
    card.append(form, buttons);
    first = field;
  } else if (kind === "choice") {
    const list = element("div");
    list.className = "options";
    list.append(...options.map((option) => button(option, option)));
    buttons.append(decline);
    card.append(list, buttons);
  } else if (kind === "confirm") {
    buttons.append(decline, button(words.no, "no"), button(words.yes, "yes", true));
    card.append(buttons);
  } else if (kind === "takeover") {
    buttons.append(decline, button(words.done, "done", true));
    card.append(note(words.takeover), buttons);
  } else {
    buttons.append(decline);
    card.append(note(words.pick), buttons);
  }
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape") answer(event);
  });
  // What is typed here is no key of the page's, and a click here is none beside its own dialog, which would close that.
  for (const type of NOT_FOR_PAGE) card.addEventListener(type, (event) => event.stopPropagation());
  return { card, first };
}

function note(text: string): HTMLElement {
  const made = element("p", text);
  made.className = "more";
  return made;
}

function element<N extends keyof HTMLElementTagNameMap>(
  name: N,
  text = "",
): HTMLElementTagNameMap[N] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
