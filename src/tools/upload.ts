import { z } from "zod";
import { defineTool } from "./contract.ts";
import { acting, actedSchema, elementOrPoint } from "./target.ts";

const uploadFile = defineTool({
  name: "chrome_upload_file",
  title: "Give a file",
  description:
    "Give a file, as base64Data or from the address fileUrl, to a file field or a place to drop files. multiple adds to the files chosen before. filePath is the whole path of a file on the person's machine; they are asked each time.",
  effect: "act",
  listing: "full",
  switch: "uploads",
  args: z.object({
    ...acting,
    ...elementOrPoint,
    fileUrl: z.string().max(8_192).optional(),
    base64Data: z.string().max(15_000_000).optional(),
    fileName: z.string().max(255).optional(),
    filePath: z.string().max(4_096).optional(),
    multiple: z.boolean().default(false),
  }),
  result: actedSchema,
});

export const uploadTools = { chrome_upload_file: uploadFile } as const;
