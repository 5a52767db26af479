import { TROUBLE_IN_WORDS, troubleOf } from "./disk-trouble.ts";

/** The database cannot be used, and was left as it is. The message is for people and says what to do. */
export class UnusableDatabaseError extends Error {
  override name = "UnusableDatabaseError";
}

/** What is to be thrown when this file could not be opened: in words for people, unless it is a bug. */
export function unusable(path: string, error: unknown): unknown {
  const reason = unusableBecause(error);
  if (reason === undefined) return error;
  return new UnusableDatabaseError(
    `The database ${path} cannot be used: ${reason}. Put that right, or choose another data directory.`,
    { cause: error },
  );
}

function unusableBecause(error: unknown): string | undefined {
  const trouble = troubleOf(error);
  if (trouble !== undefined) return TROUBLE_IN_WORDS[trouble];
  // The file system's own words name the path and what is wrong with it.
  return Error.isError(error) && "syscall" in error ? error.message : undefined;
}
