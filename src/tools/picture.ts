import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyElement, anyPage, unlisted } from "./target.ts";

const screenshot = defineTool({
  name: "chrome_screenshot",
  title: "Take a picture",
  description: "Picture of what is visible, of the whole page, or of one element.",
  effect: "read",
  savesBy: ["savePng"],
  answer: "picture",
  args: z.object({
    ...anyPage,
    ...anyElement,
    fullPage: z.boolean().default(false),
    format: z.enum(["jpeg", "png", "webp"]).default("jpeg"),
    quality: z.number().int().min(1).max(100).default(75),
    width: z
      .number()
      .int()
      .min(16)
      .max(4_096)
      .optional()
      .describe("Longest width, in pixels. Default: longest edge 1280."),
    height: z.number().int().min(16).max(4_096).optional(),
    labels: z.boolean().default(false).describe("Draw the refs on the elements."),
    savePng: z.boolean().default(false).describe("Also into the person's downloads, as name."),
    name: z.string().max(120).optional(),
    /** Accepted for older prompts: the picture is always in the answer. */
    storeBase64: unlisted(z.boolean().optional()),
  }),
  result: z.object({
    tabId: z.number().int(),
    url: z.string(),
    title: z.string(),
    /** Size of the picture, in pixels. */
    width: z.number().int(),
    height: z.number().int(),
    /** Picture pixels for one CSS pixel of the page: divide by it to get coordinates. */
    scale: z.number(),
    savedAs: z.string().optional(),
  }),
});

const pdf = defineTool({
  name: "chrome_pdf",
  title: "Print as PDF",
  description: "The page as a PDF file.",
  effect: "read",
  savesBy: ["saveToDownloads"],
  listing: "full",
  args: z.object({
    ...anyPage,
    format: z.enum(["A3", "A4", "A5", "Letter", "Legal"]).default("A4"),
    landscape: z.boolean().default(false),
    printBackground: z.boolean().default(true),
    scale: z.number().min(0.1).max(2).default(1),
    pageRanges: z
      .string()
      .regex(/^[\d\s,-]{0,100}$/, "must be as 1-3, 5")
      .optional(),
    filename: z
      .string()
      .regex(/^[\w.-]{1,80}$/, "must be letters, digits, dots and dashes")
      .optional(),
    saveToDownloads: z.boolean().default(false).describe("On the person's machine instead."),
  }),
  result: z.object({
    tabId: z.number().int(),
    url: z.string(),
    title: z.string(),
    bytes: z.number().int(),
    fileName: z.string().optional(),
    savedAs: z.string().optional(),
  }),
});

export const pictureTools = { chrome_screenshot: screenshot, chrome_pdf: pdf } as const;
