/** The database cannot be used, and was left as it is. The message is for people and says what to do. */
export class UnusableDatabaseError extends Error {
  override name = "UnusableDatabaseError";
}
