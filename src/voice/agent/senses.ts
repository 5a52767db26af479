import type { CandidatesOf, Recogniser, Synthesiser, Understand } from "./ears.ts";

/** What all sessions of the thread share: ears, a voice and an understanding. */
export interface Senses {
  understand: Understand;
  candidatesOf: CandidatesOf;
  recogniser: Recogniser;
  synthesiser: Synthesiser;
}
