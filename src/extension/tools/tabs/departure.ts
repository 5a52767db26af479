import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { step } from "./history-step.ts";

/** Setting a tab going: to an address, a page back or forward, or to the same page again. */

export type Destination = { go: "to"; url: string } | { go: "back" | "forward" | "again" };

/** `session`: the debugger of the tab, where it is attached already. */
export async function depart(
  tabId: number,
  to: Destination,
  session: DebuggerSession | undefined,
): Promise<Outcome<unknown>> {
  switch (to.go) {
    case "to":
      return session
        ? sendThere(session, to.url)
        : done(chrome.tabs.update(tabId, { url: to.url }), "Chrome does not open this address.");
    case "again":
      return done(chrome.tabs.reload(tabId), "The tab was closed.");
    case "back":
    case "forward":
      return step(tabId, to.go);
  }
}

/** The debugger's way is the shorter one. Chrome answers only when the person, or a client, let the page be left. */
function sendThere(session: DebuggerSession, url: string): Promise<Outcome<unknown>> {
  const { promise, resolve } = Promise.withResolvers<Outcome<unknown>>();
  const stopWatching = session.standstill.watch((why) => {
    if (why.failure.code === "dialog_open") resolve(why);
  });
  void session.send("Page.navigate", { url }).then(resolve);
  return promise.finally(stopWatching);
}

function done(promise: Promise<unknown>, problem: string): Promise<Outcome<undefined>> {
  return promise.then(
    () => succeed(undefined),
    () => fail("invalid_arguments", problem),
  );
}
