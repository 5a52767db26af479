import { catalogue, isServerToolName } from "../../tools/catalogue.ts";
import type { Question } from "../../protocol/question.ts";
import type { Stage } from "../port.ts";
import { asksBack, asksForNumber, isAboutPage } from "./about-page.ts";
import type { Command, ControlWord, ToolStep, Understand, Understanding } from "./ears.ts";
import type { VoiceToolAnswer } from "./host-line.ts";
import { handsFor } from "./model-hands.ts";
import type { PageScene } from "./page-scene.ts";
import type { LanguageModel } from "./providers/language-model.ts";
import { RunningSteps } from "./running-steps.ts";
import { ShownNumbers } from "./shown-numbers.ts";
import { whichBrowser } from "./sentences/browser-sentences.ts";
import { HELP } from "./sentences/spoken-answers.ts";
import { answerWords, asked, howToAnswer } from "./sentences/spoken-questions.ts";
import { yesOrNoIn } from "./sentences/yes-or-no.ts";

const NOT_UNDERSTOOD =
  "I did not understand. Say, for example: open a site, click a name, type some words, scroll down, go back, or help.";

/** So many sentences of dictation can be taken away one by one. */
const MOST_TYPED = 50;

/** What comes of something said: words to answer with, or nothing that we know ourselves. */
export type Reply = { kind: "say"; text: string } | { kind: "unknown" };

export interface ConversationParts {
  understand: Understand;
  scene: PageScene;
  call: (tool: string, args: unknown, signal: AbortSignal) => Promise<VoiceToolAnswer>;
  /** Passes on what the person answers to a client; undefined when they do not want to. */
  answer: (id: Question["id"], answer: string | undefined) => Promise<VoiceToolAnswer>;
  measured: (stage: Stage, ms: number) => void;
}

/**
 * What one person says, typed or spoken, and what is done about it.
 *
 * A command that pays, sends, deletes or buys is kept until its yes; a name that several things have is kept
 * until one of them is chosen; anything else that is said lets go of both. "Stop" ends what runs in Chrome.
 * A client's question stays until it is answered, whatever else is said.
 */
export class Conversation {
  readonly #parts: ConversationParts;
  readonly #numbers: ShownNumbers;
  readonly #running: RunningSteps;
  #last: Command | undefined;
  #lastSaid = "";
  /** What the language model said, while that is the last that was said. */
  #modelSaid = "";
  /** How often "stop" was said: what was still to be understood then is not done. */
  #stops = 0;
  #understanding = 0;
  #sentences = 0;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
    this.#numbers = new ShownNumbers(parts.scene, parts.call);
    this.#running = new RunningSteps(parts);
  }

  /** What a sentence would mean now, without doing anything about it. */
  meaningOf(text: string): Understanding {
    return this.#parts.understand(text, this.#parts.scene.now());
  }

  /** `guessed`: the ears are not sure enough of the words to act on them by the rules. */
  async hear(text: string, guessed = false): Promise<Reply> {
    const startedMs = performance.now();
    const stops = this.#stops;
    const nth = (this.#sentences += 1);
    this.#understanding += 1;
    const meaning: Understanding = this.#answersModel(text)
      ? { kind: "unknown" }
      : guessed && !this.#parts.scene.dictating
        ? this.#guess(text)
        : await this.#meaning(text);
    this.#understanding -= 1;
    this.#modelSaid = "";
    this.#parts.measured("decision", performance.now() - startedMs);
    // Whoever has said something else since would take a question now to be about that.
    const isLate = nth !== this.#sentences && asksBack(meaning);
    if (this.#stops !== stops || isLate) return say("");
    const done = await this.#answer(meaning, text);
    const drawn = this.#numbers.draw();
    const problem = asksForNumber(meaning) ? await drawn : undefined;
    const reply = problem === undefined ? done : say(problem);
    if (reply.kind === "say" && reply.text !== "") this.#lastSaid = reply.text;
    return reply;
  }

  /**
   * What the rules do not know, with a language model: the same hands, the same stop, the same questions. Its words come
   * as they are made; when the person talks over them (`over`), it does no more than what it is about.
   */
  async *think(
    model: LanguageModel,
    text: string,
    over: AbortSignal,
  ): AsyncGenerator<string, void> {
    const abort = this.#running.begin();
    const signal = AbortSignal.any([abort.signal, over]);
    const startedMs = performance.now();
    let said = "";
    try {
      const hands = handsFor(text, this.#parts, { signal, stopped: abort.signal });
      for await (const piece of model.answer(text, hands)) {
        said += piece === "" ? " " : piece;
        yield piece;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#running.ended(abort);
      this.#lastSaid = this.#modelSaid = said.trim();
    }
    this.#parts.measured("decision", performance.now() - startedMs);
  }

  /** Ends what runs in Chrome, and what was about to. True when there was something. */
  stop(): boolean {
    this.#stops += 1;
    this.#parts.scene.pending = undefined;
    return this.#running.stop() || this.#understanding > 0;
  }

  /** What waits for a yes or a no, asked by us or by the language model. */
  get asksYesOrNo(): string | undefined {
    const { pending, question } = this.#parts.scene;
    if (pending?.kind === "confirm" || pending?.kind === "answer") return this.#lastSaid;
    return pending || question ? undefined : yesOrNoIn(this.#modelSaid);
  }

  /** Without a verb it is for the language model, if that spoke last and neither we nor a client wait for an answer. */
  #answersModel(text: string): boolean {
    const { pending, question } = this.#parts.scene;
    if (this.#modelSaid === "" || pending || question) return false;
    const meaning = this.meaningOf(text);
    if (meaning.kind === "control") return meaning.word === "yes" || meaning.word === "no";
    return this.#modelSaid.includes("?") && /^the \S+ one\W*$/i.test(text);
  }

  /** Words that are no more than what it sounded like may answer a question, if the person says so. */
  #guess(text: string): Understanding {
    if (this.#parts.scene.question?.kind !== "text") return { kind: "unknown" };
    return { kind: "heard", text };
  }

  /**
   * A sentence about nothing on the page needs no look at it, but at the tabs; any other is understood by what is there
   * now. "Stop" and its like wait for neither.
   */
  async #meaning(text: string): Promise<Understanding> {
    const { scene, understand } = this.#parts;
    const meaning = understand(text, scene.now());
    if (isAboutPage(meaning)) await scene.refresh();
    else if (meaning.kind === "command") await scene.refreshTabs();
    else return meaning;
    return understand(text, scene.now());
  }

  #answer(meaning: Understanding, text: string): Promise<Reply> | Reply {
    const { scene } = this.#parts;
    switch (meaning.kind) {
      case "command":
        return this.#inBrowser(meaning.command, text);
      case "which":
        scene.pending = meaning.pending;
        return say(meaning.question);
      case "control":
        return this.#control(meaning.word);
      case "answer":
        return this.#give(meaning.answer);
      case "heard":
        scene.pending = { kind: "answer", answer: meaning.text };
        return say(answerWords.sure(meaning.text));
      case "unfinished":
        return say(this.notUnderstood);
      case "unknown":
        scene.pending = undefined;
        return { kind: "unknown" };
    }
  }

  #control(word: ControlWord): Promise<Reply> | Reply {
    const { pending, question } = this.#parts.scene;
    switch (word) {
      case "stop":
        return say(this.stop() ? "Stopped." : "");
      case "help":
        return say(question ? `${HELP} ${howToAnswer(question)}` : HELP);
      case "yes":
        if (pending?.kind === "answer") return this.#give(pending.answer);
        if (pending?.kind !== "confirm") return say("There is nothing to say yes to.");
        this.#parts.scene.pending = undefined;
        return this.#confirmed(pending.command);
      case "no":
        this.#parts.scene.pending = undefined;
        if (pending?.kind === "answer") return say(answerWords.sayAgain);
        return say(pending ? "All right, I leave it." : "");
      case "repeat":
      case "sayAgain":
        if (question) return say(asked(question));
        if (word === "repeat" && this.#last) return this.#command(this.#last);
        return say(this.#lastSaid || "Nothing to repeat.");
      case "undo":
        return this.#undo();
    }
  }

  /** What can be said, when nothing was understood. */
  get notUnderstood(): string {
    const { question } = this.#parts.scene;
    return question ? `I did not understand. ${howToAnswer(question)}` : NOT_UNDERSTOOD;
  }

  /** Tells a client what the person answers. "Cancel" means what runs, as long as something does. */
  async #give(answer: string | undefined): Promise<Reply> {
    const { scene, answer: pass } = this.#parts;
    const { question } = scene;
    if (answer === undefined && this.#running.isRunning) return this.#control("stop");
    scene.pending = undefined;
    if (!question) return say(answerWords.over);
    const passed = await pass(question.id, answer);
    if (!passed.ok) return say(passed.failure.message);
    return say(
      answer === undefined ? answerWords.declined(question) : answerWords.given(answer, question),
    );
  }

  /** With several browsers it is not guessed which one is meant. */
  #inBrowser(command: Command, text: string): Promise<Reply> | Reply {
    const { browsers = [] } = this.#parts.scene.now();
    const isChosen = browsers.length < 2 || browsers.some(({ selected }) => selected);
    const isForOne = command.steps.some(({ tool }) => !isServerToolName(tool));
    return isChosen || !isForOne
      ? this.#command(command)
      : this.#answer(whichBrowser(browsers, text), text);
  }

  #command(command: Command): Promise<Reply> | Reply {
    const { scene } = this.#parts;
    if (command.risk === undefined) {
      scene.pending = undefined;
      return this.#run(command);
    }
    scene.pending = { kind: "confirm", command };
    return say(command.risk);
  }

  /** Who was asked and said yes hears that it was done, also of what is otherwise done without a word. */
  #confirmed(command: Command): Promise<Reply> {
    return this.#run({ ...command, answer: (results) => command.answer(results) || "Done." });
  }

  async #undo(): Promise<Reply> {
    const last = this.#last;
    const undo = last?.undo;
    if (!undo) return say("There is nothing that I could undo.");
    this.#last = undefined;
    const done = await this.#running.run(undo);
    this.#note({ steps: undo, ...(last.typed !== undefined && { untypes: true }) });
    return say(done.ok ? "Undone." : done.message);
  }

  async #run(command: Command): Promise<Reply> {
    const { scene } = this.#parts;
    if (command.numbers) scene.numbersShown = command.numbers === "show";
    else if (command.control) scene.numbersShown = false;
    if (command.dictation) scene.dictating = command.dictation === "start";
    const done = await this.#running.run(command.steps, command.following);
    if (!done.ok) return say(done.message);
    this.#last = command;
    this.#note(command);
    const answer = command.answer(done.results);
    return command.waiting === undefined ? say(answer) : this.#goOn(answer, command.waiting);
  }

  /** Does what waited for a command, now that it is done. */
  async #goOn(answer: string, sentence: string): Promise<Reply> {
    await this.#parts.scene.refresh();
    const reply = await this.hear(sentence);
    return reply.kind === "say" ? say(`${answer} ${reply.text}`.trim()) : say(answer);
  }

  /** Keeps what "delete that" takes away, until the caret may be elsewhere. */
  #note({ steps, typed, untypes }: Pick<Command, "steps" | "typed" | "untypes">): void {
    const { scene } = this.#parts;
    if (typed !== undefined) scene.typed = [...scene.typed, typed].slice(-MOST_TYPED);
    else if (untypes) scene.typed = scene.typed.slice(0, -1);
    else if (!steps.every(keepsCaret)) scene.typed = [];
  }
}

function keepsCaret({ tool }: ToolStep): boolean {
  return tool === "chrome_scroll" || catalogue[tool].effect === "read";
}

function say(text: string): Reply {
  return { kind: "say", text };
}
