import { z } from "zod";
import { defineTool } from "./contract.ts";
import { fieldValue } from "./form.ts";
import { modifiers } from "./mouse.ts";
import { acting, actedSchema, anyElement, anyPlace, olderTimeout, pointSchema } from "./target.ts";

const size = z.number().int().min(1).max(7_680).optional();

const computer = defineTool({
  name: "chrome_computer",
  title: "Mouse, keyboard and pictures",
  description:
    "One tool for what others do: click, drag (startRef or startCoordinates to ref or coordinates), scroll, type, press keys, fill, hover, wait (for text, or seconds), resize, pictures (zoom: a region or element, enlarged).",
  effect: "act",
  args: z.object({
    ...acting,
    ...anyPlace,
    action: z.enum([
      "left_click",
      "right_click",
      "double_click",
      "triple_click",
      "left_click_drag",
      "scroll",
      "scroll_to",
      "type",
      "key",
      "fill",
      "fill_form",
      "hover",
      "wait",
      "resize_page",
      "zoom",
      "screenshot",
    ]),
    startCoordinates: pointSchema.optional(),
    startRef: z.string().max(64).optional(),
    scrollDirection: z.enum(["up", "down", "left", "right"]).optional(),
    scrollAmount: z.number().min(1).max(100).optional().describe("Turns of the wheel."),
    text: z.string().max(20_000).optional(),
    repeat: z.number().int().min(1).max(100).optional(),
    modifiers,
    region: z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() }).optional(),
    value: fieldValue.optional(),
    elements: z
      .array(z.object({ ...anyElement, value: fieldValue }))
      .max(100)
      .optional()
      .describe("For fill_form."),
    width: size,
    height: size,
    appear: z.boolean().default(true).describe("wait: false until the text is gone."),
    duration: z
      .number()
      .min(0)
      .max(60)
      .optional()
      .describe("Seconds: to wait, or hold the button."),
    timeout: olderTimeout,
  }),
  result: actedSchema,
});

export const computerTools = { chrome_computer: computer } as const;
