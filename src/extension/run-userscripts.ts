import { type Outcome, fail, succeed } from "../protocol/failure.ts";
import type { Userscript } from "../tools/userscript.ts";
import { attach } from "./debugger/debugger-session.ts";
import { gate } from "./policy/gate.ts";
import { runCode, scriptWorld } from "./tools/developer/run-code.ts";
import { TabKeep } from "./tab-keep.ts";
import { allUserscripts, changeUserscripts, isMeantFor } from "./userscript-book.ts";

/** The scripts that ran in the page that a tab has now: one that was made while it loads does not run again. */
class Ran implements Disposable {
  readonly ids = new Set<string>();

  [Symbol.dispose](): void {
    this.ids.clear();
  }
}

const ran = new TabKeep<Ran>();

/** Runs what is due in a page that has come so far, where the person lets clients in without being asked. */
export async function runUserscripts(
  tabId: number,
  address: string,
  moment: Userscript["runAt"],
): Promise<void> {
  if (moment === "document_start") ran.drop(tabId);
  const due = (await allUserscripts()).filter(
    (script) =>
      script.enabled &&
      script.runAt === moment &&
      isMeantFor(script, address) &&
      !ran.get(tabId)?.ids.has(script.id),
  );
  if (due.length === 0) return;
  if (gate().stance(address) !== "allow" || !gate().mayUse("chrome_userscript").ok) return;
  for (const script of due) await applyUserscript(tabId, script);
}

/** Whether the script was run in the page that the tab has now. */
export function hasRun(tabId: number, { id }: Userscript): boolean {
  return ran.get(tabId)?.ids.has(id) ?? false;
}

/** Runs one script in the page of a tab now. Styles need no debugger. */
export async function applyUserscript(
  tabId: number,
  script: Userscript,
): Promise<Outcome<undefined>> {
  const here = ran.get(tabId) ?? new Ran();
  if (ran.get(tabId) !== here) ran.put(tabId, here);
  here.ids.add(script.id);
  const applied =
    script.sourceType === "CSS" ? await style(tabId, script) : await run(tabId, script);
  if (!applied.ok) return applied;
  await changeUserscripts((scripts) =>
    scripts.map((one) =>
      one.id === script.id
        ? { ...one, applyCount: one.applyCount + 1, lastAppliedAt: Date.now() }
        : one,
    ),
  );
  return succeed(undefined);
}

async function style(tabId: number, { script: css }: Userscript): Promise<Outcome<undefined>> {
  return chrome.scripting.insertCSS({ target: { tabId }, css }).then(
    () => succeed(undefined),
    () => fail("unsupported_page", "Chrome lets no extension into this page."),
  );
}

async function run(tabId: number, { world, script }: Userscript): Promise<Outcome<unknown>> {
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const place = await scriptWorld(session, world);
  return place.ok ? await runCode(session, place.value, script) : place;
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
