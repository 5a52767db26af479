import "./jitless.ts";
import type { BrowserToolName } from "../tools/catalogue.ts";
import type { Userscript } from "../tools/userscript.ts";
import { type Badge, badgeOf } from "./badge.ts";
import { guessBrowserName, nameBrowser } from "./browser-name.ts";
import { CallLog } from "./call-log.ts";
import { systemClock } from "./clock.ts";
import { pageFrames } from "./driven/page-frames.ts";
import { unveiledBy } from "./driven/veil.ts";
import { openQuestions } from "./person/open-questions.ts";
import { detachLeftovers } from "./debugger/leftovers.ts";
import { setGate } from "./policy/gate.ts";
import { guardedBehaviour } from "./policy/guarded-behaviour.ts";
import { permissionsNow, watchWishes } from "./policy/optional-permissions.ts";
import { POPUP_PORT, type Reply, commandSchema } from "./popup-messages.ts";
import { jobsOf } from "./prepare-job.ts";
import { type PageDocument, runUserscripts } from "./run-userscripts.ts";
import { Runtime } from "./runtime.ts";
import { Settings } from "./settings.ts";
import { openWebSocket } from "./socket.ts";
import { listenToPages } from "./takeover/own-inputs.ts";
import { takeOvers } from "./takeover/take-overs.ts";
import { yieldingBehaviour } from "./takeover/yielding-behaviour.ts";
import { TalkWatch } from "./talk/talk-watch.ts";
import { TEXTS } from "./texts.ts";
import { handlers, releaseEverything } from "./tools/handlers.ts";
import type { Handler } from "./tools/tool-context.ts";
import { tabById, tabForLock } from "./tools/tabs/tab-target.ts";

/**
 * The extension's worker. Chrome starts it for an event and ends it after 30 s without one, so every
 * listener is registered at once, and each of them wakes the connection. Heartbeats keep the worker
 * alive while it is connected; the alarm is the net below.
 */

const ALARM = "wake";

/** Calls shorter than this do not make the icon flicker. */
const BADGE_DELAY_MS = 100;

/** Each view tells all, the calls of late included. */
const VIEW_DELAY_MS = 100;

const tools: { [N in BrowserToolName]: Handler<N> } = handlers;
const talk = new TalkWatch(() => whenStarted(changed));
const popups = new Set<chrome.runtime.Port>();
let badgeIsDue = false;
let shownBadge: Badge | undefined;
let viewIsDue = false;
let tabsAreCounted = false;

const started = start();

chrome.runtime.onInstalled.addListener(({ reason }) => {
  wake();
  if (reason === "install") whenStarted(welcome);
});
chrome.runtime.onStartup.addListener(wake);
chrome.alarms.onAlarm.addListener(wake);
chrome.tabs.onCreated.addListener(countTabs);
chrome.tabs.onRemoved.addListener(countTabs);
chrome.tabs.onActivated.addListener(({ tabId }) => {
  whenStarted((runtime) => runtime.arrived(tabId));
  countTabs();
});
chrome.windows.onFocusChanged.addListener(countTabs);
chrome.webNavigation.onCommitted.addListener(({ frameId, tabId }) =>
  whenStarted((runtime) => {
    runtime.wake();
    unveiledBy(tabId);
    if (frameId !== 0) return;
    runtime.tell({ kind: "navigated", tabId });
    runtime.arrived(tabId);
  }),
);
// What is on a page is there later than the page, and pages without navigation change in the same way.
chrome.webNavigation.onDOMContentLoaded.addListener(tellNavigated);
chrome.webNavigation.onHistoryStateUpdated.addListener(tellNavigated);
chrome.webNavigation.onCommitted.addListener((page) => scriptsFor(page, "document_start"));
chrome.webNavigation.onDOMContentLoaded.addListener((page) => scriptsFor(page, "document_end"));
chrome.webNavigation.onCompleted.addListener((page) => scriptsFor(page, "document_idle"));
chrome.debugger.onDetach.addListener(({ tabId }, reason) => {
  if (reason !== "canceled_by_user" || tabId === undefined) return;
  whenStarted((runtime) => runtime.tell({ kind: "user_took_over", tabId }));
});
chrome.permissions.onAdded.addListener(() => whenStarted((runtime) => runtime.tellPermitted()));
chrome.permissions.onRemoved.addListener(() => whenStarted((runtime) => runtime.tellPermitted()));
chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== POPUP_PORT || !isOwnPage(port.sender)) {
    port.disconnect();
    return;
  }
  popups.add(port);
  port.onDisconnect.addListener(() => popups.delete(port));
  whenStarted((runtime) => {
    runtime.wake();
    if (popups.has(port)) port.postMessage(runtime.view());
  });
});
chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (reply: Reply) => void) => {
  if (!isOwnPage(sender)) return false;
  obey(message).then(reply, (bug: unknown) => {
    console.error("A command of the popup failed.", bug);
    reply({ ok: false, message: TEXTS.popup.failed });
  });
  // Keeps the channel open for the answer.
  return true;
});

listenToPages();
takeOvers.listen((tabId, change) =>
  whenStarted((runtime) => {
    if (change === "taken") runtime.tell({ kind: "user_took_over", tabId });
    changed(runtime);
  }),
);
openQuestions.listen((question, isOpen) =>
  whenStarted((runtime) => {
    changed(runtime);
    return runtime.tellQuestion(question, isOpen);
  }),
);
wake();

async function start(): Promise<Runtime> {
  const { local, session } = chrome.storage;
  const [settings, log, alarm] = await Promise.all([
    Settings.open({ local, session }, readDefaults),
    CallLog.open(session, systemClock),
    chrome.alarms.get(ALARM),
    // Scripts in pages can read storage unless told otherwise; it holds the tokens.
    local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" }),
    detachLeftovers(),
  ]);
  if (!alarm) void chrome.alarms.create(ALARM, { periodInMinutes: 0.5 });
  const guessedLabel = guessBrowserName(Reflect.get(navigator, "userAgentData"), settings.place);
  nameBrowser(() => settings.label ?? guessedLabel);
  const runtime: Runtime = new Runtime({
    settings,
    log,
    openSocket: openWebSocket,
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    random: Math.random,
    self: {
      extensionVersion: chrome.runtime.getManifest().version,
      extensionId: chrome.runtime.id,
      userAgent: navigator.userAgent,
    },
    guessedLabel,
    prepare: jobsOf(
      guardedBehaviour(
        yieldingBehaviour({
          run: (tool, args, context) => tools[tool](args, context),
          tabOf: tabForLock,
        }),
        addressOf,
      ),
    ),
    addressOf,
    release: releaseEverything,
    join: (door) => talk.join(door),
    frames: pageFrames,
    permissions: permissionsNow,
    onChange: () => changed(runtime),
  });
  setGate(runtime.gate);
  await watchWishes(() => changed(runtime));
  return runtime;
}

async function addressOf(tabId: number): Promise<string | undefined> {
  return (await tabById(tabId))?.url;
}

/** For people who installed it themselves; not in a profile that a program made. */
async function welcome(runtime: Runtime): Promise<void> {
  if (runtime.welcomes) await chrome.tabs.create({ url: chrome.runtime.getURL("welcome.html") });
}

/** The user scripts that clients keep here run while the person does not pause. */
function scriptsFor(
  { frameId, url, ...page }: PageDocument & { frameId: number; url: string },
  moment: Userscript["runAt"],
): void {
  if (frameId !== 0) return;
  whenStarted(async (runtime) => {
    if (!runtime.view().paused) await runUserscripts(page, url, moment);
  });
}

function wake(): void {
  whenStarted((runtime) => runtime.wake());
}

/** The boundary of everything that Chrome's events set off. */
function whenStarted(run: (runtime: Runtime) => void | Promise<void>): void {
  started.then(run).catch((bug: unknown) => console.error("An event was not handled.", bug));
}

/** `defaults.json` beside the extension says more, where whoever installed it put one there. */
async function readDefaults(): Promise<unknown> {
  try {
    return await (await fetch(chrome.runtime.getURL("defaults.json"))).json();
  } catch {
    return undefined;
  }
}

/** Only pages of this extension may speak to the worker: not scripts in web pages, nor other extensions. */
function isOwnPage(sender: chrome.runtime.MessageSender | undefined): boolean {
  return sender?.id === chrome.runtime.id && sender.origin === location.origin;
}

async function obey(message: unknown): Promise<Reply> {
  const command = commandSchema.safeParse(message);
  if (!command.success) return { ok: false, message: TEXTS.popup.failed };
  return (await started).obey(command.data);
}

function changed(runtime: Runtime): void {
  showView(runtime);
  // Nobody talks to a browser that stays away from the server.
  const { state } = runtime.view().connection;
  if (state === "off" || state === "stopped") talk.leave();
  if (badgeIsDue) return;
  badgeIsDue = true;
  setTimeout(() => {
    badgeIsDue = false;
    const view = runtime.view();
    const { connection, paused, running } = view;
    const asked = view.openQuestions.length + view.questions.length + view.wishes.length > 0;
    const taken = view.takenTabs.length;
    const badge = badgeOf(connection, { paused, running, asked, taken, hears: talk.hears });
    const { text, color, title } = badge;
    if (text !== shownBadge?.text) void chrome.action.setBadgeText({ text });
    if (color !== shownBadge?.color) void chrome.action.setBadgeBackgroundColor({ color });
    if (title !== shownBadge?.title) void chrome.action.setTitle({ title });
    shownBadge = badge;
  }, BADGE_DELAY_MS);
}

/** Changes that follow each other closely are shown once. */
function showView(runtime: Runtime): void {
  if (viewIsDue || popups.size === 0) return;
  viewIsDue = true;
  setTimeout(() => {
    viewIsDue = false;
    const view = runtime.view();
    for (const port of popups) port.postMessage(view);
  }, VIEW_DELAY_MS);
}

function tellNavigated({ frameId, tabId }: { frameId: number; tabId: number }): void {
  if (frameId === 0) whenStarted((runtime) => runtime.tell({ kind: "navigated", tabId }));
}

/** Many tabs opened, closed or brought to the front at once are counted once. */
function countTabs(): void {
  if (tabsAreCounted) return;
  tabsAreCounted = true;
  whenStarted(async (runtime) => {
    runtime.wake();
    const tabs = await chrome.tabs.query({}).finally(() => (tabsAreCounted = false));
    runtime.tell({ kind: "tabs_changed", tabs: tabs.length });
  });
}
