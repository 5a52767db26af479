import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage } from "./target.ts";

const media = defineTool({
  name: "chrome_media",
  title: "Play or pause",
  description: "Play or pause the video or sound of the page.",
  effect: "act",
  idempotent: true,
  listing: "full",
  args: z.object({ ...actedPage, action: z.enum(["play", "pause"]) }),
  result: z.object({ tabId: z.number().int(), changed: z.number().int() }),
});

export const mediaTools = { chrome_media: media } as const;
