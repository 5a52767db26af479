import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, anyPlace, olderTimeout, pointSchema, unlisted } from "./target.ts";

const isHeld = z.boolean().optional();

/** Keys held meanwhile: a list of them or, as older prompts write it, `{ ctrlKey: true }`. */
export const modifiers = z
  .union([
    z.array(z.enum(["Alt", "Control", "Ctrl", "Meta", "Shift"])).max(4),
    unlisted(z.object({ altKey: isHeld, ctrlKey: isHeld, metaKey: isHeld, shiftKey: isHeld })),
  ])
  .optional();

const clickElement = defineTool({
  name: "chrome_click_element",
  title: "Click",
  description:
    "Click an element named by ref, selector or coordinates. Waits until it can be clicked, and for what the click causes.",
  effect: "act",
  args: z.object({
    ...acting,
    ...anyPlace,
    double: z.boolean().default(false),
    button: z.enum(["left", "right", "middle"]).default("left"),
    modifiers,
    waitForNavigation: z
      .boolean()
      .optional()
      .describe("Wait for the page this click opens, up to timeoutMs."),
    timeout: olderTimeout,
  }),
  result: actedSchema,
});

const hover = defineTool({
  name: "chrome_hover",
  title: "Hover",
  description: "Move the mouse over an element or point and leave it there: menus, tooltips.",
  effect: "act",
  idempotent: true,
  args: z.object({ ...acting, ...anyPlace }),
  result: actedSchema,
});

const drag = defineTool({
  name: "chrome_drag",
  title: "Drag",
  description:
    "Drag from one element or point to another, by mouse or HTML5 drag and drop. Tells what moved. `to` with an offset alone is relative to the start.",
  effect: "act",
  args: z.object({
    ...acting,
    from: z.object(anyPlace),
    to: z.object({
      ...anyPlace,
      position: z
        .enum(["before", "after", "inside"])
        .optional()
        .describe("Before or after this item of a list, or in its middle."),
      offset: pointSchema.optional().describe("Pixels from the middle of the element."),
    }),
    steps: z.number().int().min(2).max(200).default(12),
  }),
  result: actedSchema,
});

const scroll = defineTool({
  name: "chrome_scroll",
  title: "Scroll",
  description:
    "Scroll the page or a container, or bring an element into view (ref or selector without direction). Tells how much is left.",
  effect: "act",
  args: z.object({
    ...acting,
    ...anyPlace,
    direction: z.enum(["up", "down", "left", "right"]).optional(),
    amount: z
      .number()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe("Pixels. Default: most of what is in view."),
    toTop: z.boolean().default(false),
    toBottom: z.boolean().default(false),
    container: z.string().max(2_000).optional().describe("Ref or selector of what scrolls."),
  }),
  result: actedSchema,
});

export const mouseTools = {
  chrome_click_element: clickElement,
  chrome_hover: hover,
  chrome_drag: drag,
  chrome_scroll: scroll,
} as const;
