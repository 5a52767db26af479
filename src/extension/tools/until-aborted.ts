import { type Outcome, fail, succeed } from "../../protocol/failure.ts";

export const STOPPED = fail("cancelled", "The call was stopped before it was done.");

/** What `promise` brings, unless the signal aborts first. The promise itself goes on unheard. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<Outcome<T>> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    return Promise.resolve(STOPPED);
  }
  const { promise: outcome, resolve, reject } = Promise.withResolvers<Outcome<T>>();
  const stop = () => resolve(STOPPED);
  signal.addEventListener("abort", stop, { once: true });
  promise
    .then((value) => resolve(succeed(value)), reject)
    .finally(() => signal.removeEventListener("abort", stop));
  return outcome;
}

/** Settles when `promise` does, or after `ms`; true when the promise was first. */
export function within(
  promise: Promise<unknown>,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { promise: outcome, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), Math.max(ms, 0));
  const stop = () => resolve(false);
  signal.addEventListener("abort", stop, { once: true });
  const done = () => resolve(true);
  promise.then(done, done);
  if (signal.aborted) stop();
  return outcome.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  });
}
