import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedTab, anyElement, frameId, patientTimeoutMs } from "./target.ts";

export const questionKindSchema = z.enum(["text", "choice", "confirm", "secret", "takeover"]);
export type QuestionKind = z.infer<typeof questionKindSchema>;

/** People need time. */
const ANSWER_MS = 120_000;

const askUser = defineTool({
  name: "chrome_ask_user",
  title: "Ask the person",
  description:
    'Ask the person at the browser. secret: what they type goes into the field named by ref or selector, and is not told to you. takeover: they do something in the tab themselves, such as a login, and say when it is done. confirm answers "yes" or "no".',
  effect: "act",
  openWorld: false,
  timeoutMs: ANSWER_MS,
  args: z.object({
    ...actedTab,
    ...anyElement,
    frameId,
    timeoutMs: patientTimeoutMs,
    question: z.string().min(1).max(1_000),
    kind: questionKindSchema.default("text"),
    options: z.array(z.string().min(1).max(200)).max(12).optional(),
  }),
  result: z.object({ answer: z.string().optional(), filled: z.boolean().optional() }),
});

const requestElementSelection = defineTool({
  name: "chrome_request_element_selection",
  title: "Have the person point",
  description: "Ask the person to point at elements of the page, one after the other.",
  effect: "act",
  openWorld: false,
  timeoutMs: ANSWER_MS,
  args: z.object({
    ...actedTab,
    timeoutMs: patientTimeoutMs,
    requests: z
      .array(
        z.object({
          id: z.string().max(80).optional(),
          name: z.string().min(1).max(200),
          description: z.string().max(600).optional(),
        }),
      )
      .min(1)
      .max(10),
  }),
  result: z.object({
    tabId: z.number().int(),
    elements: z.array(
      z.object({
        id: z.string().optional(),
        name: z.string(),
        ref: z.string(),
        element: z.string(),
      }),
    ),
  }),
});

export const personTools = {
  chrome_ask_user: askUser,
  chrome_request_element_selection: requestElementSelection,
} as const;
