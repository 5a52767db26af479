import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, anyElement, pointSchema, unlisted } from "./target.ts";

const modifiers = z
  .array(z.enum(["Alt", "Control", "Ctrl", "Meta", "Shift"]))
  .max(4)
  .optional();

const clickElement = defineTool({
  name: "chrome_click_element",
  title: "Click",
  description:
    "Click an element named by ref, selector or coordinates. Waits until it can be clicked, and for what the click causes.",
  effect: "act",
  args: z.object({
    ...acting,
    ...anyElement,
    coordinates: pointSchema.optional(),
    double: z.boolean().default(false),
    button: z.enum(["left", "right", "middle"]).default("left"),
    modifiers,
    waitForNavigation: z
      .boolean()
      .optional()
      .describe("Wait for the page this click opens, up to timeoutMs."),
    /** Older name of timeoutMs. */
    timeout: unlisted(z.number().int().min(0).max(120_000).optional()),
  }),
  result: actedSchema,
});

const fillOrSelect = defineTool({
  name: "chrome_fill_or_select",
  title: "Fill in or select",
  description:
    "Set the value of a field: text, dates, numbers, select options, checkboxes and radios (true, false), editable text. submit presses Enter.",
  effect: "act",
  args: z.object({
    ...acting,
    ...anyElement,
    value: z.union([z.string().max(200_000), z.number(), z.boolean()]),
    submit: z.boolean().default(false),
    clear: z.boolean().default(true).describe("false adds to what is there."),
    slowly: z.boolean().default(false).describe("Key by key, for pages that listen to keys."),
  }),
  result: actedSchema,
});

const keyboard = defineTool({
  name: "chrome_keyboard",
  title: "Press keys",
  description:
    'Press keys ("Enter", "Ctrl+C", several divided by spaces or commas) or type text, into an element or where the focus is.',
  effect: "act",
  args: z.object({
    ...acting,
    ...anyElement,
    keys: z.string().min(1).max(20_000),
    delay: z.number().int().min(0).max(1_000).default(0).describe("Milliseconds between keys."),
  }),
  result: actedSchema,
});

export const inputTools = {
  chrome_click_element: clickElement,
  chrome_fill_or_select: fillOrSelect,
  chrome_keyboard: keyboard,
} as const;
