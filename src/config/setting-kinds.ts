import { z } from "zod";

/*
 * The kinds of values that settings have. Environment and flags bring texts, the file brings YAML
 * values; both pass through the same schema. Every message says what is expected and never repeats
 * the value, which may be a secret.
 */

/** A whole number, or its decimal text. */
export function wholeNumber(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.preprocess(
    numberFromText,
    z.number({ error }).int({ error }).min(min, { error }).max(max, { error }),
  );
}

export function decimal(min: number, max: number) {
  const error = `expected a number from ${min} to ${max}`;
  return z.preprocess(numberFromText, z.number({ error }).min(min, { error }).max(max, { error }));
}

/** Seconds where people write them, fractions included; milliseconds in the code. */
export function seconds(min: number, max: number) {
  const error = `expected a number of seconds from ${min} to ${max}`;
  return z
    .preprocess(numberFromText, z.number({ error }).min(min, { error }).max(max, { error }))
    .transform((value) => Math.round(value * 1000));
}

export function yesOrNo() {
  return z.preprocess(
    (value) => (value === "true" ? true : value === "false" ? false : value),
    z.boolean({ error: "expected true or false" }),
  );
}

export function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `expected one of ${choices.join(", ")}` });
}

export function text(expected: string) {
  return z.string({ error: expected }).trim().min(1, { error: expected });
}

/** A list; as a text its items stand between commas. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (typeof value === "string" ? itemsOf(value) : value),
    z.array(item, { error: "expected a list" }),
  );
}

/** `http://host[:port]` or https, nothing behind it. */
export function origin() {
  const error = "expected an address such as https://browsers.example.com, without a path";
  return z.string({ error }).transform((value, context) => {
    const url = URL.parse(value);
    const isOrigin =
      url !== null &&
      (url.protocol === "http:" || url.protocol === "https:") &&
      url.pathname === "/" &&
      url.search + url.hash + url.username + url.password === "";
    if (isOrigin) return url.origin;
    context.issues.push({ code: "custom", message: error, input: value });
    return z.NEVER;
  });
}

/** What may stand in a `Host` header: a name or address, and a port if there is one. */
export function hostHeader() {
  const error = "expected a host, with its port if it has one, such as browsers.example.com:8443";
  return z
    .string({ error })
    .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9.-]*)(:\d{1,5})?$/i, { error })
    .toLowerCase();
}

function numberFromText(value: unknown): unknown {
  return typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
}

function itemsOf(list: string): string[] {
  return list
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
