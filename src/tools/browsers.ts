import { z } from "zod";
import { defineTool } from "./contract.ts";
import { anyBrowser } from "./target.ts";

const browserSchema = z.object({
  browserId: z.string(),
  userId: z.string(),
  name: z.string(),
  state: z.enum(["connected", "suspect", "paused", "detached"]),
  selected: z.boolean(),
});

export const listBrowsers = defineTool({
  name: "chrome_list_browsers",
  title: "List browsers",
  description: "The browsers you may use, and which one is selected.",
  effect: "read",
  openWorld: false,
  runsIn: "server",
  args: z.object({}),
  result: z.object({ browsers: z.array(browserSchema) }),
});

export const selectBrowser = defineTool({
  name: "chrome_select_browser",
  title: "Select a browser",
  description: "Send your next calls to this browser. Holds for you alone.",
  effect: "act",
  idempotent: true,
  openWorld: false,
  runsIn: "server",
  args: z.object({ browserId: z.string().max(80) }),
  result: z.object({ browserId: z.string(), name: z.string() }),
});

export const health = defineTool({
  name: "chrome_health",
  title: "Check the connection",
  description: "Versions, round trip to the browser, and what the person permits there.",
  effect: "read",
  openWorld: false,
  runsIn: "server",
  args: z.object(anyBrowser),
  result: z.object({
    serverVersion: z.string(),
    browser: z
      .object({
        browserId: z.string(),
        name: z.string(),
        state: z.string(),
        extensionVersion: z.string(),
        userAgent: z.string(),
        /** Last measured round trip of a heartbeat, in milliseconds. */
        roundTripMs: z.number().nullable(),
        callsInFlight: z.number().int(),
        /** null from an extension that does not tell. */
        permitted: z
          .object({
            permissions: z.array(z.string()),
            missing: z.array(z.string()),
            switchedOff: z.array(z.string()),
          })
          .nullable(),
      })
      .nullable(),
    advice: z.string().optional(),
  }),
});
