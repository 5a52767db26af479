import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, elementOrPoint, unlisted } from "./target.ts";

export const fieldValue = z.union([z.string().max(200_000), z.number(), z.boolean()]);

const fillOrSelect = defineTool({
  name: "chrome_fill_or_select",
  title: "Fill in or select",
  description:
    "Set the value of a field: text, dates, numbers, sliders, options of selects and of lists that open, checkboxes and radios (true, false), editable text. submit sends the form.",
  effect: "act",
  args: z.object({
    ...acting,
    ...elementOrPoint,
    /** As in `chrome_fill_form`. */
    label: unlisted(z.string().max(400).optional()),
    value: fieldValue,
    submit: z.boolean().default(false),
    clear: z.boolean().default(true).describe("false adds to what is there."),
    slowly: z.boolean().default(false).describe("Key by key, for pages that listen to keys."),
  }),
  result: actedSchema,
});

const fillForm = defineTool({
  name: "chrome_fill_form",
  title: "Fill in a form",
  description:
    "Fill in several fields, each named by ref, selector or its label, in order; submit sends the form.",
  effect: "act",
  args: z.object({
    ...acting,
    fields: z
      .array(
        z.object({ ...elementOrPoint, label: z.string().max(400).optional(), value: fieldValue }),
      )
      .min(1)
      .max(100),
    submit: z.boolean().default(false),
  }),
  result: actedSchema,
});

export const formTools = {
  chrome_fill_or_select: fillOrSelect,
  chrome_fill_form: fillForm,
} as const;
