import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { Userscript } from "../tools/userscript.ts";
import { attach } from "./debugger/debugger-session.ts";
import { NAVIGATED } from "./page/refusal.ts";
import { gate } from "./policy/gate.ts";
import { runCode, scriptWorld } from "./tools/developer/run-code.ts";
import { TabKeep } from "./tab-keep.ts";
import { allUserscripts, changeUserscripts, isMeantFor } from "./userscript-book.ts";

/** One document of a tab. A script that was meant for it runs in no other that comes meanwhile. */
export interface PageDocument {
  tabId: number;
  documentId: string;
}

/** The scripts that ran in the page that a tab has now: one that was made while it loads does not run again. */
class Ran implements Disposable {
  readonly documentId: string;
  readonly ids = new Set<string>();

  constructor(documentId: string) {
    this.documentId = documentId;
  }

  [Symbol.dispose](): void {
    this.ids.clear();
  }
}

const ran = new TabKeep<Ran>();

/** Runs what is due in a page that has come so far, where the person lets clients in without being asked. */
export async function runUserscripts(
  page: PageDocument,
  address: string,
  moment: Userscript["runAt"],
): Promise<void> {
  const { tabId, documentId } = page;
  if (moment === "document_start") ran.drop(tabId);
  const before = ran.get(tabId);
  const ids = before?.documentId === documentId ? before.ids : undefined;
  const due = (await allUserscripts()).filter(
    (script) =>
      script.enabled &&
      script.runAt === moment &&
      isMeantFor(script, address) &&
      !ids?.has(script.id),
  );
  if (due.length === 0) return;
  if (gate().stance(address) !== "allow" || !gate().mayUse("chrome_userscript").ok) return;
  const { signal } = new AbortController();
  for (const script of due) {
    // While a document is unloaded, Chrome takes its id for the one that its frame has by now.
    if (!(await isThere(page))) return;
    await applyUserscript(page, script, signal);
  }
}

/** Whether the script was run in the page that the tab has now. */
export function hasRun(tabId: number, { id }: Userscript): boolean {
  return ran.get(tabId)?.ids.has(id) ?? false;
}

/**
 * Runs one script in a page that its tab has now. Styles need no debugger. `returns`: its value is waited for, and given
 * as JSON.
 */
export async function applyUserscript(
  page: PageDocument,
  script: Userscript,
  signal: AbortSignal,
  { returns = false } = {},
): Promise<Outcome<unknown>> {
  const { tabId, documentId } = page;
  const before = ran.get(tabId);
  const here = before?.documentId === documentId ? before : new Ran(documentId);
  if (before !== here) ran.put(tabId, here);
  here.ids.add(script.id);
  const isStyle = script.sourceType === "CSS";
  const applied = await (isStyle ? style(page, script) : run(page, script, returns, signal));
  if (!applied.ok) return applied;
  await changeUserscripts((scripts) =>
    scripts.map((one) =>
      one.id === script.id
        ? { ...one, applyCount: one.applyCount + 1, lastAppliedAt: Date.now() }
        : one,
    ),
  );
  return applied;
}

async function style(
  { tabId, documentId }: PageDocument,
  { script: css }: Userscript,
): Promise<Outcome<undefined>> {
  const target = { tabId, documentIds: [documentId] };
  return chrome.scripting.insertCSS({ target, css }).then(
    () => succeed(undefined),
    () => fail("unsupported_page", "Chrome lets no extension into this page."),
  );
}

async function run(
  page: PageDocument,
  { world: kind, script }: Userscript,
  returns: boolean,
  signal: AbortSignal,
): Promise<Outcome<unknown>> {
  const attached = await attach(page.tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const world = await scriptWorld(session, kind, signal);
  if (!world.ok) return world;
  // Whatever comes from here on, the world is of this document.
  return (await isThere(page)) ? await runCode(session, world.value, script, returns) : NAVIGATED;
}

/** Whether the tab shows this document still. */
async function isThere({ tabId, documentId }: PageDocument): Promise<boolean> {
  const frame = await chrome.webNavigation.getFrame({ tabId, frameId: 0 }).catch(() => null);
  return frame?.documentId === documentId;
}

/** Takes the style out of every page that has it. What a script did stays done. */
export async function takeOutStyle({ sourceType, script: css }: Userscript): Promise<void> {
  if (sourceType !== "CSS") return;
  const tabs = await chrome.tabs.query({});
  const tabIds = tabs.flatMap(({ id }) => id ?? []);
  await Promise.all(
    tabIds.map((tabId) =>
      chrome.scripting.removeCSS({ target: { tabId }, css }).catch(() => undefined),
    ),
  );
}
