/** What the named parameters of a statement take. */
export type RowValues = Record<string, string | number | boolean | null>;

/** One change that the disk has not taken yet. */
export interface Unwritten {
  /** Runs its statement, inside the transaction of the caller. */
  write(): void;
  /** Called once that transaction is committed, or the change can never be written. */
  forget(): void;
}
