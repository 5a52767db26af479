import { z } from "zod";
import { defineTool } from "./contract.ts";
import { actedPage, actedTab } from "./target.ts";

const payload = z.union([z.string().max(200_000), z.record(z.string(), z.unknown())]).optional();
const code = z.string().min(1).max(200_000);
const patterns = z.array(z.string().max(300)).max(50);

/** What a user script is, besides its text. */
const traits = {
  name: z.string().max(200).optional(),
  description: z.string().max(1_000).optional(),
  matches: patterns.optional(),
  excludes: patterns.optional(),
  runAt: z.enum(["document_start", "document_end", "document_idle", "auto"]).optional(),
  world: z.enum(["MAIN", "ISOLATED", "auto"]).optional(),
  tags: z.array(z.string().max(60)).max(20).optional(),
};

const userscriptArgsSchema = z.object({
  ...traits,
  id: z.string().max(80).optional(),
  script: code.optional(),
  mode: z.enum(["auto", "css", "persistent", "once"]).default("auto"),
  persist: z.boolean().default(true),
  query: z.string().max(200).optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
  domain: z.string().max(300).optional(),
  eventName: z.string().min(1).max(200).default("command"),
  payload,
});
export type UserscriptArgs = z.infer<typeof userscriptArgsSchema>;

export const userscriptSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  script: z.string(),
  sourceType: z.enum(["JS", "CSS", "TM"]),
  matches: patterns,
  excludes: patterns,
  runAt: z.enum(["document_start", "document_end", "document_idle"]),
  world: z.enum(["MAIN", "ISOLATED"]),
  tags: z.array(z.string()),
  enabled: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  applyCount: z.number().int(),
  lastAppliedAt: z.number().nullable(),
});
export type Userscript = z.infer<typeof userscriptSchema>;

/** A user script as lists have it. */
export const userscriptLineSchema = userscriptSchema
  .omit({ script: true, description: true, excludes: true, enabled: true, createdAt: true })
  .extend({ status: z.enum(["enabled", "disabled"]) });

const userscript = defineTool({
  name: "chrome_userscript",
  title: "Keep scripts for pages",
  description:
    "Scripts and styles that run on matching pages until removed. args: create {script, name, matches, runAt, world, mode}; get, enable, disable, update, remove {id}; send_command {id, eventName, payload}; list, export {query, status, domain}.",
  effect: "act",
  destructive: true,
  listing: "full",
  switch: "scripts",
  args: z.object({
    ...actedTab,
    action: z.enum([
      "create",
      "list",
      "get",
      "enable",
      "disable",
      "update",
      "remove",
      "send_command",
      "export",
    ]),
    args: userscriptArgsSchema.prefault({}),
  }),
  result: z.object({
    ok: z.boolean(),
    id: z.string().optional(),
    /** "applied": it ran in the tab just now. "queued": it will, on the pages it matches. */
    status: z.enum(["applied", "queued"]).optional(),
    strategy: z.object({ kind: z.string(), runAt: z.string(), world: z.string() }).optional(),
    items: z.array(userscriptLineSchema).optional(),
    record: userscriptSchema.optional(),
    /** What "export" gives: the scripts with their text. */
    records: z.array(userscriptSchema).optional(),
    /** What the script answered to a command. */
    data: z.unknown().optional(),
    /** What a script that is not kept returned. */
    onceResult: z.unknown().optional(),
    error: z.string().optional(),
  }),
});

const injectScript = defineTool({
  name: "chrome_inject_script",
  title: "Inject a script",
  description: "Older way: puts a script into a page, which then takes commands.",
  effect: "act",
  destructive: true,
  listing: "none",
  switch: "scripts",
  args: z.object({
    ...actedPage,
    url: z.string().max(8_192).optional(),
    type: z.enum(["MAIN", "ISOLATED"]),
    jsScript: code,
  }),
  result: z.object({ injected: z.boolean(), tabId: z.number().int() }),
});

const sendCommand = defineTool({
  name: "chrome_send_command_to_inject_script",
  title: "Command an injected script",
  description: "Older way: sends an event to the script that chrome_inject_script put there.",
  effect: "act",
  destructive: true,
  listing: "none",
  switch: "scripts",
  args: z.object({
    ...actedPage,
    eventName: z.string().min(1).max(200),
    payload,
  }),
  result: z.object({ data: z.unknown().optional(), error: z.string().optional() }),
});

export const userscriptTools = {
  chrome_userscript: userscript,
  chrome_inject_script: injectScript,
  chrome_send_command_to_inject_script: sendCommand,
} as const;
