import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import {
  type Userscript,
  type UserscriptArgs,
  userscriptLineSchema,
  userscriptSchema,
} from "../../../tools/userscript.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { documentIn } from "../../policy/frames.ts";
import { gate } from "../../policy/gate.ts";
import { isPattern, matchesPattern } from "../../match-pattern.ts";
import { applyUserscript, hasRun, takeOutStyle } from "../../run-userscripts.ts";
import {
  MOST_SCRIPTS,
  allUserscripts,
  changeUserscripts,
  isMeantFor,
} from "../../userscript-book.ts";
import type { Handler } from "../tool-context.ts";
import { injectScript, sendCommand, tellScript } from "./inject-script.ts";
import { scriptWorld } from "./run-code.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

type Call = Parameters<Handler<"chrome_userscript">>[0];
type Context = Parameters<Handler<"chrome_userscript">>[1];

/** In characters, of what a script returns. */
const MOST_RESULT = 50_000;

const NOT_THERE = fail("invalid_arguments", "No such user script. Action list names them.");

const userscript: Handler<"chrome_userscript"> = async (call, context) => {
  const { action, args } = call;
  if (action === "create") return create(call, context);
  const scripts = await allUserscripts();
  const wanted = () => scripts.filter((script) => isAskedFor(script, args));
  if (action === "list") return succeed({ data: { ok: true, items: wanted().map(lineOf) } });
  if (action === "export") return succeed({ data: { ok: true, records: wanted() } });
  const script = scripts.find(({ id }) => id === args.id);
  if (!script) return NOT_THERE;
  switch (action) {
    case "get":
      return succeed({ data: { ok: true, id: script.id, record: script } });
    case "send_command":
      return command(script, call, context);
    case "enable":
    case "disable":
      return replace(script, { ...script, enabled: action === "enable" });
    case "update": {
      const updated = changed(script, args);
      return updated.ok ? replace(script, updated.value) : updated;
    }
    case "remove":
      await takeOutStyle(script);
      await changeUserscripts((all) => all.filter(({ id }) => id !== script.id));
      return succeed({ data: { ok: true, id: script.id } });
  }
};

async function command(script: Userscript, call: Call, context: Context) {
  if (script.sourceType === "CSS") return fail("invalid_arguments", "A style takes no commands.");
  const page = await findPage(call, context);
  if (!page.ok) return page;
  const { tabId, url } = page.value;
  if (!hasRun(tabId, script)) {
    return fail("invalid_arguments", "The script has not run in this page: it does not match it.");
  }
  const { eventName, payload } = call.args;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const world = await scriptWorld(session, script.world, context.signal);
  if (!world.ok) return world;
  const answer = await tellScript(session, world.value, { eventName, payload }, context);
  return answer.ok
    ? succeed(withOrigin({ ok: true, id: script.id, ...answer.value }, url))
    : answer;
}

async function replace(old: Userscript, updated: Userscript) {
  if (!updated.enabled || updated.script !== old.script) await takeOutStyle(old);
  const now = { ...updated, updatedAt: Date.now() };
  await changeUserscripts((all) => all.map((one) => (one.id === old.id ? now : one)));
  return succeed({ data: { ok: true, id: old.id } });
}

async function create(call: Call, context: Context) {
  const { args } = call;
  const text = args.script;
  if (text === undefined)
    return fail("invalid_arguments", "args.script is missing: the text of it.");
  const page = await findPage(call, context);
  if (!page.ok && call.expectedUrl !== undefined) return page;
  const url = page.ok ? page.value.url : "";
  const made = changed(await scriptFrom(text, url, args), args);
  if (!made.ok) return made;
  const script = made.value;
  const isKept = args.persist && args.mode !== "once";
  const isDue = page.ok && (isMeantFor(script, url) || args.mode === "once");
  if (!isDue && !isKept) return page.ok ? NOT_MEANT : page;
  // Found before the script is kept: from then on it runs by itself in pages that load.
  const here = isDue ? await openDocument(page.value.tabId, context) : undefined;
  if (here && !here.ok) return here;
  if (isKept) {
    const others = (await allUserscripts()).filter(({ id }) => id !== script.id);
    if (others.length >= MOST_SCRIPTS) {
      return fail("too_large", `There are ${MOST_SCRIPTS} user scripts already: remove one first.`);
    }
    await changeUserscripts((all) => [...all.filter(({ id }) => id !== script.id), script]);
  }
  const applied = here
    ? await untilAborted(
        applyUserscript(here.value, script, context.signal, { returns: !isKept }),
        context.signal,
      )
    : undefined;
  if (applied && !applied.ok) return applied;
  if (applied && !applied.value.ok) return applied.value;
  const kind = script.sourceType === "CSS" ? "insertCSS" : "debugger";
  const { id, runAt, world } = script;
  const status = isDue ? "applied" : "queued";
  const value = z.string().safeParse(applied?.value.ok ? applied.value.value : undefined).data;
  const onceResult = value === undefined ? undefined : resultOf(value);
  const data = { ok: true, id, status, strategy: { kind, runAt, world } } as const;
  return onceResult === undefined
    ? succeed({ data })
    : succeed(withOrigin({ ...data, onceResult }, url));
}

/** Of a very long one the beginning, as it is written. */
function resultOf(json: string): unknown {
  return json.length > MOST_RESULT ? json.slice(0, MOST_RESULT) : JSON.parse(json);
}

/** The document that the page of a tab is now, where the call may go there. */
async function openDocument(
  tabId: number,
  { signal }: Context,
): Promise<Outcome<{ tabId: number; documentId: string }>> {
  const document = await documentIn(tabId, 0, signal);
  if (!document.ok) return document;
  const { documentId, origin } = document.value;
  const admitted = await gate().admit(origin, signal);
  return admitted.ok ? succeed({ tabId, documentId }) : admitted;
}

const NOT_MEANT = fail(
  "invalid_arguments",
  "The script is not kept, and matches does not mean this page: it would never run.",
);

/** A script from its text: the header of a user script says what nobody else does. */
async function scriptFrom(text: string, url: string, args: UserscriptArgs): Promise<Userscript> {
  const header = /==UserScript==([^]*?)==\/UserScript==/.exec(text)?.[1];
  const said = (key: string) =>
    [...(header ?? "").matchAll(/@([\w-]+)[ \t]+(.+)/g)].flatMap(([, name, value = ""]) =>
      name === key ? [value.trim()] : [],
    );
  const host = URL.parse(url)?.hostname ?? "";
  const name = args.name ?? said("name")[0] ?? "";
  const matches = [...said("match"), ...said("include")];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${name}|${text}`));
  const runAt = said("run-at")[0]?.replace("-", "_");
  const isStyle = args.mode === "css" || text.trimStart().startsWith("/* ==UserStyle==");
  return {
    id: `us_${new Uint8Array(digest).toHex().slice(0, 16)}`,
    name,
    description: said("description")[0] ?? "",
    script: text,
    sourceType: isStyle ? "CSS" : header === undefined ? "JS" : "TM",
    matches: matches.length > 0 || host === "" ? matches : [`*://${host}/*`],
    excludes: said("exclude"),
    runAt: userscriptSchema.shape.runAt.safeParse(runAt).data ?? "document_idle",
    world: "ISOLATED",
    tags: [],
    enabled: true,
    createdAt: Date.now(),
    updatedAt: Date.now(),
    applyCount: 0,
    lastAppliedAt: null,
  };
}

function changed(script: Userscript, args: UserscriptArgs): Outcome<Userscript> {
  const { runAt, world } = args;
  const matches = args.matches ?? script.matches;
  const excludes = args.excludes ?? script.excludes;
  if (matches.length === 0 || ![...matches, ...excludes].every(isPattern)) {
    return fail(
      "invalid_arguments",
      "matches and excludes take patterns such as *://*.example.com/*.",
    );
  }
  return succeed({
    ...script,
    matches,
    excludes,
    name: args.name ?? script.name,
    description: args.description ?? script.description,
    script: args.script ?? script.script,
    tags: args.tags ?? script.tags,
    runAt: runAt === undefined || runAt === "auto" ? script.runAt : runAt,
    world: world === undefined || world === "auto" ? script.world : world,
  });
}

function isAskedFor(script: Userscript, { query = "", status, domain }: UserscriptArgs): boolean {
  const words = `${script.name} ${script.description}`.toLowerCase();
  return (
    words.includes(query.toLowerCase()) &&
    (status === undefined || script.enabled === (status === "enabled")) &&
    (domain === undefined ||
      script.matches.some((pattern) => matchesPattern(pattern, `https://${domain}/`)))
  );
}

function lineOf(script: Userscript) {
  const status = script.enabled ? ("enabled" as const) : ("disabled" as const);
  return userscriptLineSchema.parse({ ...script, status });
}

export const userscriptHandlers = {
  chrome_userscript: userscript,
  chrome_inject_script: injectScript,
  chrome_send_command_to_inject_script: sendCommand,
};
