import { matcherOf, type Filled, type Part, parsePattern } from "./pattern.ts";

/** Everything that can be said, in the order in which it is tried: the more exact before the more open. */
const SENTENCES = {
  stop: ["(stop|halt|be quiet|stop it)"],
  cancel: ["(cancel|never mind|cancel that)"],
  yes: ["(yes|yeah|yep|sure|okay|ok|confirm|do it|go ahead|yes please)"],
  no: ["(no|nope|don't|no thanks|no thank you)"],
  answer: ["[answer|the answer is|choose|select|take] [the] {answer} [one]"],
  answerFreely: ["(answer|the answer is|my answer is) {words}"],
  help: ["help", "help me", "what can I say"],
  undo: ["undo [that|it|the last (one|step)]", "take that back"],
  repeat: ["(repeat|again|do it again|repeat that|do that again|once more|say that again)"],

  whatToClick: [
    "what can I click [on] [here]",
    "what can be clicked [here]",
    "list the (links|buttons)",
  ],
  showNumbers: ["(show|display) [the|me the] (numbers|labels)", "number (the links|everything)"],
  hideNumbers: ["(hide|remove) [the] (numbers|labels)"],
  whereAmI: ["where am I", "(what|which) page is this", "what is this page", "read the title"],
  readHeadings: ["read [me] [the] (headings|headlines)", "what are the (headings|headlines)"],
  readSelection: ["read [me] (the selection|the selected text|what is selected)"],
  readPage: ["read [me] (the page|this page|the text|the article|it to me)", "read it [aloud|out]"],

  back: ["[go|navigate] back", "go to the previous page"],
  forward: ["[go|navigate] forward"],
  reload: ["(reload|refresh) [the|this] [page]", "(reload|refresh) it"],

  scrollTop: [
    "(scroll|go) [all the way] to [the] (top|beginning)",
    "(scroll|go) to [the] top of [the] page",
  ],
  scrollBottom: [
    "(scroll|go) [all the way] to [the] (bottom|end)",
    "(scroll|go) to [the] bottom of [the] page",
  ],
  scrollDownLittle: ["scroll down (a little|a bit|slightly)"],
  scrollUpLittle: ["scroll up (a little|a bit|slightly)"],
  scrollDown: ["(scroll|page|go|move) down [a page|one page|more]", "keep scrolling"],
  scrollUp: ["(scroll|page|go|move) up [a page|one page|more]"],
  scrollLeft: ["scroll [to the] left"],
  scrollRight: ["scroll [to the] right"],

  zoomIn: ["zoom in [more]", "(make it|make everything) (bigger|larger)"],
  zoomOut: ["zoom out [more]", "(make it|make everything) smaller"],
  zoomReset: ["(reset|undo) [the] zoom", "(normal|actual) size"],
  pause: ["pause [it|the (video|music|song|sound|player)]", "stop the (video|music|song|sound)"],
  play: ["(play|resume) [it|the (video|music|song|sound|player)]", "unpause"],

  useOther: [
    "(use|switch to|change to|take) [the|my] other browser",
    "(switch|change) [the|my] browser",
  ],
  whichBrowser: [
    "(which|what) browser is this",
    "(which|what) browsers (are there|are connected|do I have)",
    "list [the|my] browsers",
  ],
  useBrowser: ["(use|switch to|change to|take) [the|my] {browser} browser"],
  useNamed: ["use [the|my] {browser}"],

  newTab: ["[open] [a] new tab"],
  closeTab: ["close [this|the|the current] tab"],
  nextTab: ["[go to|switch to] [the] next tab"],
  previousTab: ["[go to|switch to] [the] (previous|last) tab"],
  numberedTab: [
    "(go to|switch to|open) tab [number] {number}",
    "(go to|switch to|open) the {ordinal} tab",
  ],
  closeNamedTab: ["close the {tab} tab"],
  namedTab: ["(go to|switch to|open|show) [the|my] {tab} tab", "switch to {tab}"],

  screenshot: ["[take] [a] screenshot", "take a picture [of the page|of this]"],

  newLine: ["(new line|newline)"],
  newParagraph: ["new paragraph"],
  deleteThat: ["(delete|scratch) that"],
  deleteWord: ["delete the last word"],
  selectAll: ["select (all|everything)"],
  startDictation: ["[start] dictation", "(start|begin) dictating"],
  stopDictation: ["(stop|end) (dictation|dictating)"],

  press: ["(press|hit) [the] {keys} [key]"],

  clickNumber: ["(click|choose) [on] [the] [number] {number}", "number {label}", "{label}"],
  clickOrdinal: ["(click|press|tap|open|choose) [on] the {ordinal} {kind}", "the {ordinal} one"],

  fill: [
    "(fill in|fill) [the] {field} [field|box] with {words}",
    "set [the] {field} [field] to {words}",
    "(type|put|enter|write) {words} (in two|in to|into|in) [the] {field} [field|box]",
  ],
  clear: ["(clear|empty) [the] {field} [field|box]"],
  select: ["(select|choose|pick) [the] {option} [option]"],
  uncheck: ["(uncheck|untick|clear) [the] {option} [box|checkbox]"],
  check: ["(check|tick) [the] {option} [box|checkbox]"],

  doubleClick: ["double click [on] [the] {control} [button|link]"],
  rightClick: ["right click [on] [the] {control} [button|link]"],
  click: ["(click|tap|press|push) [on] [the] {control} [button|link|field|tab|icon|box|menu]"],

  site: ["(open|go to|visit|show me) {site}"],
  search: ["search [the web] for {words}", "(google|search) {words}"],
  find: ["find [the word|the text] {words} [on (the|this) page]"],
  spell: ["spell {words}"],
  type: ["(type|dictate) {words}"],
  address: ["(open|go to|visit|navigate to) {words}"],
  open: ["(open|show|go to) [the] {control} [link|menu|page]"],
} as const;

export type SentenceKind = keyof typeof SENTENCES;

export interface Sentence {
  kind: SentenceKind;
  patterns: readonly { parts: readonly Part[]; match: (text: string) => Filled | undefined }[];
}

function isKind(name: string): name is SentenceKind {
  return Object.hasOwn(SENTENCES, name);
}

export const sentences: readonly Sentence[] = Object.keys(SENTENCES)
  .filter(isKind)
  .map((kind) => ({
    kind,
    patterns: SENTENCES[kind].map((pattern) => {
      const parts = parsePattern(pattern);
      return { parts, match: matcherOf(parts) };
    }),
  }));
