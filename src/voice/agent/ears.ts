import type { Question } from "../../protocol/question.ts";
import type { ToolName } from "../../tools/catalogue.ts";
import type { Slot } from "./sentences/pattern.ts";

/*
 * What stands between a voice session and the parts that hear, understand and speak. A session knows
 * only these shapes; the offline parts and the fakes of the tests implement them.
 */

/** Something on the page that a person can name and the browser can act on. */
export interface SceneControl {
  /** Ref of the outline, for the tools. */
  ref: string;
  role: string;
  /** Accessible name, as the outline has it. */
  name: string;
  /** Number label, counted from 1 in the order of the page. */
  number: number;
  /** What a select offers. */
  options?: readonly string[];
  /** What a field holds; `untold` when that is not known whole. */
  value?: string;
  untold?: true;
  /** Of what can be checked. */
  checked?: boolean;
  focused?: true;
}

export interface SceneTab {
  tabId: number;
  title: string;
  url: string;
  active: boolean;
}

/** One of the person's browsers that is connected. */
export interface SceneBrowser {
  browserId: string;
  name: string;
  /** What is said is for this one. */
  selected: boolean;
}

/** What the agent asked and has no answer to yet. */
export type Pending =
  /** Yes or no to this command. */
  | { kind: "confirm"; command: Command }
  /** Which of several controls was meant; `choose` makes the command of the choice. */
  | { kind: "which"; choices: readonly SceneControl[]; choose: (control: SceneControl) => Command }
  /** Which of several browsers is meant; then this sentence is understood again. */
  | { kind: "browser"; choices: readonly SceneBrowser[]; sentence?: string }
  /** Whether this was heard right, and is what a client is to be told. */
  | { kind: "answer"; answer: string };

/** Everything that decides what a sentence means now. */
export interface Scene {
  page: { url: string; title: string } | undefined;
  /** Why nothing of the page is known, in words for the person. */
  unseen?: string | undefined;
  controls: readonly SceneControl[];
  tabs: readonly SceneTab[];
  browsers?: readonly SceneBrowser[];
  pending: Pending | undefined;
  /** What a client asks, and the person has heard. */
  question?: Question | undefined;
  /** The person asked to see numbers, so a bare "twelve" is a click. */
  numbersShown: boolean;
  /** Whatever is no command is typed. */
  dictating?: boolean;
  /** What was typed by voice and stands before the caret, one text for each sentence. */
  typed?: readonly string[];
}

export interface ToolStep {
  tool: ToolName;
  /** Parsed by the tool's contract when it is called. */
  args: Record<string, unknown>;
}

/** A sentence that is to be done. */
export interface Command {
  /** The sentence in its plain form, for the transcript and for "repeat". */
  sentence: string;
  /** Run one after the other; the first failure ends the command. */
  steps: readonly ToolStep[];
  /** Steps that come of what those have answered. */
  following?: (results: readonly unknown[]) => readonly ToolStep[];
  /** What the agent says when all went well, from what each step answered. Empty: nothing is said. */
  answer: (results: readonly unknown[]) => string;
  /** What was said before it and waited for it. */
  waiting?: string;
  /** What takes it back, where something does. */
  undo?: readonly ToolStep[];
  /** Set when it pays, sends, deletes, buys or submits a password: what is about to happen, as the agent says it. */
  risk?: string;
  /** The control that it acts on, where it acts on one. */
  control?: SceneControl;
  /** Number labels are shown or hidden with it. */
  numbers?: "show" | "hide";
  /** Text that it types where the focus is, or takes away again. */
  typed?: string;
  untypes?: true;
  /** From now on whatever is no command is typed, or no longer. */
  dictation?: "start" | "stop";
}

export type ControlWord = "stop" | "yes" | "no" | "help" | "repeat" | "sayAgain" | "undo";

export type Understanding =
  /** `complete`: nothing could follow, so a short silence is enough. An open one ("type hello") may go on. */
  | { kind: "command"; command: Command; complete: boolean }
  | { kind: "which"; question: string; pending: Extract<Pending, { kind: "which" | "browser" }> }
  | { kind: "control"; word: ControlWord }
  /** To the question of a client; undefined: the person does not want to answer. */
  | { kind: "answer"; answer: string | undefined; complete: boolean }
  /** It sounded like this, which may answer a client's question. */
  | { kind: "heard"; text: string }
  /** The beginning of a sentence ("click the"): nothing to do yet. */
  | { kind: "unfinished" }
  | { kind: "unknown" };

/** Pure: the same sentence in the same scene means the same, typed or spoken. */
export type Understand = (text: string, scene: Scene) => Understanding;

/**
 * What may be said in a scene besides what may be said in all: the names and numbers that fit into each slot of the
 * sentences. Make it once for each scene: a recogniser prepares for it when it first sees it.
 */
export type Candidates = Readonly<Partial<Record<Slot, readonly string[]>>>;

export type CandidatesOf = (scene: Scene) => Candidates;

export interface Heard {
  /** Empty for silence, noise and what was not understood. */
  text: string;
  /** Log-likelihood of the text; the higher, the surer. */
  score: number;
  /**
   * `sentence`: a command from beginning to end; `opening`: the beginning of one and free words; both may be understood
   * and acted on. `free`: none of them, never acted on by the rules, unless the person dictates.
   */
  kind: "sentence" | "opening" | "free" | "nothing";
}

export interface Recogniser {
  /** What is heard in a pause is worse than what is heard at the end. */
  readonly roughInPauses?: true;
  /** 16 kHz, mono, -1 to 1. `partial`: the person still speaks, and a quick answer is worth more than a good one. */
  transcribe(
    audio: Float32Array,
    candidates: Candidates,
    options?: { partial?: boolean; signal?: AbortSignal },
  ): Promise<Heard>;
  close(): Promise<void>;
}

export interface Speech {
  samples: Int16Array;
  sampleRate: number;
}

export interface Synthesiser {
  /** One sentence or a few, mono. */
  speak(text: string, signal?: AbortSignal): Promise<Speech>;
  close(): Promise<void>;
}
