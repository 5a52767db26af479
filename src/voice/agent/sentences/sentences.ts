import { matcherOf, type Filled, type Part, parsePattern } from "./pattern.ts";

/** Everything that can be said, in the order in which it is tried: the more exact before the more open. */
const SENTENCES = {
  stop: [
    "(halt|be quiet|shut up)",
    "stop [it|that|everything|talking|speaking|reading]",
    "stop stop [stop]",
    "(no|wait) stop",
  ],
  cancel: ["(cancel|never mind|nevermind|forget it)", "cancel (that|it)"],
  yes: [
    "(yes|yeah|yep|yup|sure|okay|ok|confirm|do it|go ahead|of course)",
    "(yes|sure) (please|do it|go ahead)",
  ],
  no: ["(no|nope|don't|no thanks|no thank you)", "[no] don't [do it]"],
  answer: ["[answer|the answer is|choose|select|take] [the] {answer} [one]"],
  answerFreely: ["(answer|the answer is|my answer is) {words}"],
  help: ["help", "help me", "what can I say", "what can you do", "I need help"],
  undo: ["undo [that|it|[the] last (one|step|action|command)]", "take (that|it) back"],
  sayAgain: ["say (that|it) again", "what did you say"],
  repeat: [
    "(repeat|again|do it again|repeat that|do that again|once more|one more time)",
    "repeat the last (step|action|command)",
  ],

  whatToClick: [
    "what can I click [on] [here]",
    "what can be clicked [here]",
    "(list|read) [all] the (links|buttons)",
  ],
  showNumbers: ["(show|display) [me] [the] (numbers|labels)", "number (the links|everything)"],
  hideNumbers: ["(hide|remove) [the] (numbers|labels)"],
  whereAmI: [
    "where am I",
    "(what|which) page is this",
    "what is this page",
    "(read|what is) the title",
    "(what|which) page am I on",
  ],
  readHeadings: [
    "(read [me]|list) [the] (headings|headlines)",
    "what are the (headings|headlines)",
  ],
  readSelection: ["read [me] ([the] selection|[the] selected text|what is selected)"],
  readPage: [
    "read [me] ([the] page|this page|the text|the article|it to me)",
    "read (it|this) [aloud|out|out loud]",
  ],

  back: ["[go|navigate] back [(a|one) page]", "[go to] [the] previous page", "take me back"],
  forward: ["[go|navigate] forward"],
  reload: ["(reload|refresh) [the|this] [page]", "(reload|refresh) it"],

  scrollTop: [
    "(scroll|go) [all the way] to [the] (top|beginning)",
    "(scroll|go) to [the] top of [the|this] page",
    "scroll all the way up",
  ],
  scrollBottom: [
    "(scroll|go) [all the way] to [the] (bottom|end)",
    "(scroll|go) to [the] bottom of [the|this] page",
    "scroll all the way down",
  ],
  scrollDownLittle: ["(scroll|go) down (a little [bit]|a bit|slightly)"],
  scrollUpLittle: ["(scroll|go) up (a little [bit]|a bit|slightly)"],
  scrollDown: [
    "(scroll|page|go|move) down [a page|one page|more|some more|the page]",
    "keep scrolling",
  ],
  scrollUp: [
    "(scroll|page|go|move) up [a page|one page|more|some more|the page]",
    "scroll back up",
  ],
  scrollLeft: ["scroll [to the] left"],
  scrollRight: ["scroll [to the] right"],

  zoomIn: [
    "zoom in [more|a little|a bit]",
    "make (it|everything|the text|the page) (bigger|larger)",
  ],
  zoomOut: ["zoom out [more|a little|a bit]", "make (it|everything|the text|the page) smaller"],
  zoomReset: ["(reset|undo) [the] zoom", "(normal|actual) size"],
  pause: [
    "pause [it|[the|this] (video|music|song|sound)|(the|this) player]",
    "stop [the|this] (video|music|song|sound)",
    "stop playing",
  ],
  play: [
    "(play|resume) [it|the music|[the|this] (video|song|sound)|(the|this) player]",
    "unpause",
    "start the (video|music|song)",
  ],

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

  newTab: ["[open|create|make] [a] new tab"],
  closeTab: ["close [this|the|[the] current] tab"],
  numberedTab: [
    "(go to|switch to|open) tab [number] {number}",
    "(go to|switch to|open) [the] {ordinal} tab",
  ],
  nextTab: ["[go to|switch to] [the] next tab"],
  previousTab: ["[go to|switch to] [the] (previous|last) tab"],
  closeNumberedTab: ["close tab [number] {number}", "close the {ordinal} tab"],
  closeNamedTab: ["close the {tab} tab"],
  namedTab: [
    "(go [back] to|switch [back] to|open|show [me]) [the|my] {tab} tab",
    "switch [back] to {tab}",
  ],

  screenshot: [
    "[take|make] [a] screenshot [of this|of (the|this) page]",
    "take a picture [of this|of (the|this) page]",
  ],

  newLine: ["(new line|newline)"],
  newParagraph: ["new paragraph"],
  deleteThat: ["(delete|scratch|erase) that"],
  deleteWord: ["(delete|erase) [the] last word"],
  selectAll: ["select (all|everything)"],
  startDictation: ["[start|begin] dictation", "(start|begin) dictating"],
  stopDictation: ["(stop|end) (dictation|dictating)"],

  press: ["(press|hit) [the] {keys} [key]"],

  clickNumber: [
    "(click|choose) [on] [the] [number] {number}",
    "(press|tap|select|open|pick) [number] {label}",
    "number {label}",
    "{label}",
  ],
  clickOrdinal: [
    "(click|press|tap|open|choose|select|go to) [on] [the] {ordinal} {kind}",
    "the {ordinal} one",
  ],

  fill: [
    "(fill in|fill out|fill) [the] {field} [field|box] with {words}",
    "(set|change) [the] {field} [field] to {words}",
    "(type|put|enter|write) {words} (in two|in to|into|in) [the] {field} [field|box]",
    "(put|enter) {words} (as|for) [the] {field} [field|box]",
  ],
  clear: ["(clear|empty|erase) [the] {field} [field|box]"],
  select: ["(select|choose|pick) [the] {option} [option]"],
  selectIn: [
    "(select|choose|pick) [the] {option} (from|in|for|as) [the] {field} [list|menu|field|box]",
  ],
  uncheck: [
    "(uncheck|untick|clear|deselect|unselect) [the] {option} [box|checkbox]",
    "(turn|switch) off [the] {option}",
  ],
  check: [
    "(check|tick) [the] {option} [box|checkbox]",
    "check the (box|checkbox) [for] {option}",
    "(turn|switch) on [the] {option}",
  ],

  doubleClick: ["double click [on] [the] {control} [button|link]"],
  rightClick: ["right click [on] [the] {control} [button|link]"],
  click: [
    "(click|tap|press|push|hit) [on] [the] {control} [button|link|field|tab|icon|box|menu]",
    "click (in|into) [the] {field} [field|box]",
    "click [on] the (button|link) [called|named] {control}",
  ],

  site: ["(open|open up|go to|visit|show me|take me to) {site}"],
  siteApart: ["(open|go to) {site} in a new tab"],
  addressApart: ["(open|go to) {words} in a new tab"],
  findHere: [
    "(find|search for|look for) [the word|the text] {words} (on|in) (the|this) page",
    "search [on|in] (the|this) page for {words}",
  ],
  search: [
    "search [the web|the internet|google|online] for {words}",
    "google [for] {words}",
    "search {words}",
  ],
  find: ["find [the word|the text] {words} [here]"],
  spell: ["spell [out] {words}"],
  type: ["(type|dictate) {words}"],
  address: [
    "(open|open up|go to|visit|navigate to|take me to) {words}",
    "(open|go to) the (site|website) {words}",
  ],
  open: ["(open|show|go to) [the] {control} [link|menu|page|tab|list|field|box]"],
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
