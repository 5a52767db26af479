import { type Outcome, succeed } from "../../../protocol/failure.ts";
import { type DebuggerSession, attach } from "../../debugger/debugger-session.ts";
import { TabKeep } from "../../tab-keep.ts";
import type { ToolContext } from "../tool-context.ts";
import { type KnownTab, tabById } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

/**
 * Gives a page another size: by its window, as a person would, else by the debugger. Screens are too small for some
 * sizes, and Chrome's windows cannot be as narrow as a phone.
 */

interface Size {
  width: number;
  height: number;
}

/** What the debugger has a page take for its size, for as long as this is kept. */
class GivenSize implements Disposable {
  readonly #session: DebuggerSession;
  readonly #lease: Disposable;

  constructor(session: DebuggerSession) {
    this.#session = session;
    this.#lease = session.lease();
  }

  [Symbol.dispose](): void {
    void this.#session.send("Emulation.clearDeviceMetricsOverride", undefined);
    this.#lease[Symbol.dispose]();
  }
}

const PATIENCE_MS = 500;

const given = new TabKeep<GivenSize>();

/** What to say of it. */
export async function resize(
  tab: KnownTab,
  wish: Size,
  { signal }: ToolContext,
): Promise<Outcome<string>> {
  const { tabId } = tab;
  const told = `The page has ${wish.width} × ${wish.height} pixels`;
  given.drop(tabId);
  await resizeWindow(tab, wish);
  const now = await tabById(tabId);
  if (now?.width === wish.width && now.height === wish.height) {
    const laidOut = await untilAborted(layOut(tabId, wish), signal);
    return laidOut.ok ? succeed(`${told}.`) : laidOut;
  }
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  const size = { ...wish, deviceScaleFactor: 0, mobile: false };
  const sized = await session.send("Emulation.setDeviceMetricsOverride", size);
  if (!sized.ok) return sized;
  given.put(tabId, new GivenSize(session));
  return succeed(`${told}, though its window has not.`);
}

/** The page hears of the size of its window a little later; one that nobody sees, perhaps not before it is seen. */
async function layOut(tabId: number, { width, height }: Size): Promise<void> {
  const args: [number, number, number] = [width, height, PATIENCE_MS];
  const injection = { target: { tabId }, func: whenSized, args, injectImmediately: true };
  await chrome.scripting.executeScript(injection).catch(() => undefined);
}

/** Runs inside the page. */
async function whenSized(width: number, height: number, mostMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (innerWidth === width && innerHeight === height) resolve();
  };
  addEventListener("resize", look);
  setTimeout(resolve, mostMs);
  look();
  await promise;
  removeEventListener("resize", look);
}

/** Chrome refuses sizes that do not fit the screen. */
async function resizeWindow({ windowId, ...before }: KnownTab, { width, height }: Size) {
  const window = await chrome.windows.get(windowId);
  const frame = {
    width: (window.width ?? before.width) - before.width,
    height: (window.height ?? before.height) - before.height,
  };
  const wanted = { width: width + frame.width, height: height + frame.height };
  await chrome.windows.update(windowId, { ...wanted, state: "normal" }).catch(() => undefined);
}
