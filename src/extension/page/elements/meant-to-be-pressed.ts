import { flatParent } from "./flat-tree.ts";
import { INNER_CONTROLS, listens, listensForOthers } from "./listening.ts";
import { collapse } from "./seen-text.ts";

/**
 * Small things without a role, a listener or a hand of their own, such as the "♡ 3" below each post: the page listens
 * somewhere around them. What they are called tells them from what is only to be read.
 */

/** What such things do: the last word of a class, or the first of what they say. */
const ACTIONS = new Set(
  (
    "accept add agree allow archive bookmark btn button buy cancel clickable close collapse confirm copy decline " +
    "decrement decrease del delete deny dislike dismiss download downvote edit expand fav favorite favourite follow " +
    "heart increment increase like love minus mute pause pin play plus redo reject remove rename reply repost retweet " +
    "save share skip snooze submit subscribe toggle trash undo unfollow unlike unpin upvote vote"
  ).split(" "),
);

/** Attributes by which scripts know what a press is to do. */
const COMMANDS = new Set(
  (
    "data-action data-click data-cmd data-command data-dismiss data-bs-dismiss data-toggle data-bs-toggle jsaction " +
    "ng-click data-ng-click phx-click hx-get hx-post hx-put hx-patch hx-delete"
  ).split(" "),
);

/** A sign that is no word, and perhaps how often it was pressed. */
const SYMBOL = /^[\p{So}\p{Sm}✕✖✗…⋮⋯☰‹›«»❮❯]\uFE0F?\s*\d*$/u;
const CLOSES = /^[×✕✖✗]$/;

/** What these say is to be read. */
const PROSE = /^(?:P|H[1-6]|TH|DT|DD)$/;
const WORDS = /^[\p{L} ]+$/u;

const LONGEST = 40;
const LONGEST_COMMAND = 24;
const MOST_PARTS = 3;
const LONGEST_DAY = 3;
const MOST_LOOKED_AT = 100;
const FEWEST_DAYS = 9;

/** What was found out of classes: pages have few, each on many elements. */
const actionClasses = new Map<string, boolean>();

export function isMeantToBePressed(element: Element): boolean {
  if (!element.hasAttributes() || element.childElementCount > MOST_PARTS) return false;
  const classes = element.getAttribute("class") ?? "";
  const attributes = element.getAttributeNames();
  const isCommand = attributes.some((name) => COMMANDS.has(name));
  const isSilent = element.firstElementChild !== null || PROSE.test(element.tagName);
  const text = isSilent ? "" : collapse(element.textContent ?? "");
  const isCalledSo = isActionClass(classes) || saysSo(text) || isBesideAction(element, text);
  const isDay = text !== "" && text.length <= LONGEST_DAY && isInGrid(element, attributes);
  if (!isCommand && !isCalledSo && !isDay && !SYMBOL.test(text)) return false;
  if ((element.textContent ?? "").trim().length > LONGEST) return false;
  const listener = listenerAround(element);
  if (!listener) return false;
  if (isCommand) return true;
  if (!listensForOthers(listener)) {
    return CLOSES.test(text) || isOneOfSeveral(classes, listener) || holdsActions(listener);
  }
  const isWanted = isCalledSo || isDay || element.id !== "";
  if (getComputedStyle(element).cursor !== "pointer") return isWanted;
  // Under a hand it is part of what shows that hand, unless more than one thing is operated there.
  return (isCalledSo || SYMBOL.test(text)) && isOneBesideControls(element, classes);
}

/** The star of a message, beside the box to tick, in a row that opens it. */
function isOneBesideControls(element: Element, classes: string): boolean {
  let handed = element;
  for (let at = flatParent(element); at && showsHand(at); at = flatParent(at)) handed = at;
  return (
    classes.trim() !== "" &&
    handed.querySelector(INNER_CONTROLS) !== null &&
    handed.getElementsByClassName(classes).length === 1
  );
}

function showsHand(element: Element): boolean {
  return getComputedStyle(element).cursor === "pointer";
}

/** The other choice beside one that says what it does: "Only necessary" beside "Accept all". */
function isBesideAction(
  { tagName, previousElementSibling, nextElementSibling }: Element,
  text: string,
) {
  if (!WORDS.test(text) || text.length > LONGEST_COMMAND) return false;
  return [previousElementSibling, nextElementSibling].some(
    (other) => other?.tagName === tagName && saysSo(collapse(other.textContent ?? "")),
  );
}

/** A part of the page in which several things are done. */
function holdsActions(listener: Element): boolean {
  let actions = 0;
  let looked = 0;
  for (const inner of listener.getElementsByTagName("*")) {
    if (++looked > MOST_LOOKED_AT) return false;
    if (inner.firstElementChild !== null || !inner.hasAttributes()) continue;
    const text = collapse(inner.textContent ?? "");
    if ((SYMBOL.test(text) || saysSo(text)) && ++actions > 1) return true;
  }
  return false;
}

/** One of many that are alike and that a script tells apart, such as the days of a month. */
function isInGrid(element: Element, attributes: readonly string[]): boolean {
  const key = attributes.find((name) => name.startsWith("data-"));
  if (key === undefined) return false;
  const siblings = element.parentElement?.children;
  const beside = element.nextElementSibling ?? element.previousElementSibling;
  return (siblings?.length ?? 0) >= FEWEST_DAYS && beside?.hasAttribute(key) === true;
}

/** Words that tell two of a kind apart. */
const DIRECTIONS = new Set(
  "back backward down first forward last left next prev previous right up".split(" "),
);

const NO_DEED = new Set("btn button clickable".split(" "));

/** Classes of which one says what a press does. */
export function saysWhatItDoes(classes: string): boolean {
  return classes.split(/\s+/).some((name) => {
    const word = wordsOf(name).at(-1) ?? "";
    return DIRECTIONS.has(word) || (ACTIONS.has(word) && !NO_DEED.has(word));
  });
}

function wordsOf(name: string): string[] {
  return name.split(/[-_]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
}

function isActionClass(classes: string): boolean {
  const known = actionClasses.get(classes);
  if (known !== undefined) return known;
  const isAction = classes.split(/\s+/).some((name) => {
    const words = wordsOf(name);
    return ACTIONS.has(words.at(-1) ?? "") || /^(?:btn|button)$/.test(words[0] ?? "");
  });
  actionClasses.set(classes, isAction);
  return isAction;
}

/** A few words that begin with what is to be done. */
function saysSo(text: string): boolean {
  if (text === "" || text.length > LONGEST_COMMAND || !WORDS.test(text)) return false;
  return ACTIONS.has(text.split(" ")[0]?.toLowerCase() ?? "");
}

/** The nearest; none where the element is only a part of something that is pressed. */
function listenerAround(element: Element): Element | undefined {
  for (let at = flatParent(element); at; at = flatParent(at)) {
    if (at.matches(INNER_CONTROLS) || at instanceof HTMLLabelElement) return undefined;
    if (listens(at)) return at;
  }
  return undefined;
}

/** A part of one thing is there once, in each of many posts it is there many times. */
function isOneOfSeveral(classes: string, listener: Element): boolean {
  return classes.trim() !== "" && listener.getElementsByClassName(classes).length > 1;
}
