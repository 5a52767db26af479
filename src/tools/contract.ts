import type { z } from "zod";
import type { Switch } from "./switches.ts";

/**
 * What a tool does to the world.
 * - `read`: nothing. Sent again once when the browser was lost.
 * - `act`: something. Sent at most once.
 */
export type Effect = "read" | "act";

/** How an answer reaches an agent: `data` as structured content too, `text` as text only (no second copy of a page), `picture` as image content. */
export type Answer = "data" | "text" | "picture";

/**
 * Which lists of tools name it: `core` every list, `full` the list of `/mcp?tools=full`, `none` no list.
 * It can be called all the same.
 */
export type Listing = "core" | "full" | "none";

export interface ToolContract<
  Name extends string = string,
  Args extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
> {
  name: Name;
  title: string;
  description: string;
  effect: Effect;
  /** Switches among the arguments with which a tool that reads saves a file on the person's machine: then it acts. */
  savesBy: readonly string[];
  /** The tool may lose something of the person's: a tab, what was typed. Read tools never do. */
  destructive: boolean;
  /** Doing it twice is the same as doing it once. */
  idempotent: boolean;
  /** It meets pages of the open web, rather than this server and browser alone. */
  openWorld: boolean;
  /** Where its handler lives: in the person's Chrome, or in this server. */
  runsIn: "browser" | "server";
  answer: Answer;
  listing: Listing;
  /** Which of the person's switches it is under, if any: switched off, it is refused. */
  switch: Switch | undefined;
  /** Time for one call when the caller sets no `timeoutMs`. */
  timeoutMs: number;
  args: Args;
  result: Result;
}

type Defaults =
  | "savesBy"
  | "destructive"
  | "idempotent"
  | "openWorld"
  | "runsIn"
  | "answer"
  | "listing"
  | "switch"
  | "timeoutMs";

export function defineTool<Name extends string, Args extends z.ZodObject, Result extends z.ZodType>(
  contract: Omit<ToolContract<Name, Args, Result>, Defaults> &
    Partial<Pick<ToolContract<Name, Args, Result>, Defaults>>,
): ToolContract<Name, Args, Result> {
  const read = contract.effect === "read";
  return {
    savesBy: [],
    destructive: false,
    idempotent: read,
    openWorld: true,
    runsIn: "browser",
    answer: "data",
    listing: "core",
    switch: undefined,
    timeoutMs: 30_000,
    ...contract,
  };
}

/** What one call does, by its arguments. */
export function effectOf(
  { effect, savesBy }: Pick<ToolContract, "effect" | "savesBy">,
  args: Record<string, unknown>,
): Effect {
  return savesBy.some((name) => args[name] === true) ? "act" : effect;
}

export type ArgsOf<C> = C extends ToolContract<string, infer A> ? z.infer<A> : never;
export type ResultOf<C> = C extends ToolContract<string, z.ZodObject, infer R> ? z.infer<R> : never;
