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
    "add archive bookmark btn button buy cancel clickable close collapse copy decrement decrease del delete " +
    "dislike dismiss download downvote edit expand fav favorite favourite follow heart increment increase like love " +
    "minus mute pause pin play plus redo remove rename reply repost retweet save share snooze subscribe toggle " +
    "trash undo unfollow unlike unpin upvote vote"
  ).split(" "),
);

/** Attributes by which scripts know what a press is to do. */
const COMMANDS =
  "[data-action],[data-click],[data-cmd],[data-command],[data-dismiss],[data-bs-dismiss],[data-toggle],[data-bs-toggle],[jsaction],[ng-click],[data-ng-click],[phx-click],[hx-get],[hx-post],[hx-put],[hx-patch],[hx-delete]";

/** A sign that is no word, and perhaps how often it was pressed. */
const SYMBOL = /^[\p{So}\p{Sm}✕✖✗…⋮⋯☰‹›«»]\uFE0F?\s*\d*$/u;

const LONGEST = 40;
const LONGEST_COMMAND = 20;
const MOST_PARTS = 3;

/** What was found out of classes: pages have few, each on many elements. */
const actionClasses = new Map<string, boolean>();

export function isMeantToBePressed(element: Element): boolean {
  if (!element.hasAttributes() || element.childElementCount > MOST_PARTS) return false;
  const isCalledSo = isActionClass(element.getAttribute("class") ?? "");
  const isCommand = element.matches(COMMANDS);
  if (!isCalledSo && !isCommand && !saysSo(element)) return false;
  if ((element.textContent ?? "").trim().length > LONGEST) return false;
  const listener = listenerAround(element);
  if (!listener) return false;
  if (isCommand) return true;
  if (!listensForOthers(listener)) return isOneOfSeveral(element, listener);
  // Under a hand it is part of what shows that hand.
  return isCalledSo && getComputedStyle(element).cursor !== "pointer";
}

function isActionClass(classes: string): boolean {
  const known = actionClasses.get(classes);
  if (known !== undefined) return known;
  const isAction = classes.split(/\s+/).some((name) => {
    const words = name.split(/[-_]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
    return ACTIONS.has(words.at(-1) ?? "") || /^(?:btn|button)$/.test(words[0] ?? "");
  });
  actionClasses.set(classes, isAction);
  return isAction;
}

function saysSo(element: Element): boolean {
  if (element.firstElementChild !== null) return false;
  const text = collapse(element.textContent ?? "");
  if (text === "" || text.length > LONGEST_COMMAND) return false;
  return SYMBOL.test(text) || ACTIONS.has(/^\p{L}+/u.exec(text)?.[0].toLowerCase() ?? "");
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
function isOneOfSeveral(element: Element, listener: Element): boolean {
  const classes = element.getAttribute("class") ?? "";
  return classes.trim() !== "" && listener.getElementsByClassName(classes).length > 1;
}
