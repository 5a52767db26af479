import { z } from "zod";

/** What the person pointed at; without a ref when the pointing ended before. */
export const pickedSchema = z.object({
  nextRef: z.number(),
  ref: z.number().optional(),
  element: z.string().optional(),
});
