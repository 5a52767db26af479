import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { attachedTo } from "../debugger/debugger-session.ts";
import { NAVIGATED } from "../page/refusal.ts";
import { TEXTS } from "../texts.ts";
import { type Frame, framesIn } from "./frames.ts";
import { gate } from "./gate.ts";

/**
 * The frames that a picture of a tab shows. One that is denied stands in the way of any picture. Those that the person
 * is asked about are covered in the usual ones; where they cannot be, the person is asked first.
 */

const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** In CSS pixels of the tab's viewport. */
export type Box = z.infer<typeof boxSchema>;

/** A frame is in the way that cannot be covered. */
export const UNCOVERED = fail("blocked_by_policy", TEXTS.policy.askedInPicture);

const boxesSchema = z.array(boxSchema.nullable());

/** Lets a call take pictures of all that a tab shows. Answers the origins of it. */
export async function admitPictures(
  tabId: number,
  signal: AbortSignal,
): Promise<Outcome<ReadonlySet<string>>> {
  const frames = await frameList(tabId, signal);
  if (!frames.ok) return frames;
  const origins = new Set(frames.value.map(({ origin }) => origin));
  for (const origin of origins) {
    const admitted = await gate().admit(origin, signal);
    if (!admitted.ok) return admitted;
  }
  return succeed(origins);
}

/** Whether a tab shows nothing but these and what is allowed to everybody. */
export async function showsOnly(tabId: number, origins: ReadonlySet<string>): Promise<boolean> {
  const { signal } = new AbortController();
  const frames = await frameList(tabId, signal);
  if (!frames.ok) return false;
  return frames.value.every(
    ({ origin }) => origins.has(origin) || gate().stance(origin) === "allow",
  );
}

/** What has to be covered in a picture for a call, as things are now. */
export async function shutBoxes(tabId: number, signal: AbortSignal): Promise<Outcome<Box[]>> {
  const frames = await frameList(tabId, signal);
  if (!frames.ok) return frames;
  const shut = frames.value.filter(({ origin }) => !gate().isOpen(origin, signal));
  if (shut.some(({ path }) => path.length === 0)) return NAVIGATED;
  // What is in a frame is covered with it.
  const places = [...new Set(shut.flatMap(({ path }) => path.slice(0, 1)))];
  if (places.length === 0) return succeed([]);
  const injection = { target: { tabId }, func: boxesOf, args: [places] satisfies [number[]] };
  const found = await chrome.scripting
    .executeScript({ ...injection, injectImmediately: true })
    .catch(() => []);
  const boxes = boxesSchema.safeParse(found[0]?.result).data ?? [null];
  const known = boxes.flatMap((box) => box ?? []);
  return known.length === boxes.length
    ? succeed(known.filter(({ width, height }) => width > 0 && height > 0))
    : UNCOVERED;
}

/** Fails when one is denied. Without rules, only the pages of the server itself are. */
async function frameList(tabId: number, signal: AbortSignal): Promise<Outcome<Frame[]>> {
  if (!gate().isStrict) {
    return gate().isOwnServer(await addressIn(tabId)) ? NAVIGATED : succeed([]);
  }
  const frames = await framesIn({ tabId, allFrames: true }, signal);
  // Chrome shows its own page there, such as that of an error.
  if (!frames.ok && frames.failure.code === "unsupported_page") return succeed([]);
  if (!frames.ok) return frames;
  return frames.value.some(({ origin }) => gate().stance(origin) === "deny")
    ? fail("blocked_by_policy", TEXTS.policy.deniedInPicture)
    : frames;
}

/** Where the page is. The debugger hears of another one before it gets any picture of that. */
async function addressIn(tabId: number): Promise<string> {
  const heard = attachedTo(tabId)?.address;
  return heard || ((await chrome.tabs.get(tabId).catch(() => undefined))?.url ?? "");
}

/** Runs inside the top frame: where frames of it are drawn. Those in shadow roots have no place to be found by. */
function boxesOf(places: number[]) {
  const elements = [...document.querySelectorAll("iframe,frame,object")];
  return places.map((place) => {
    const element = elements.find(
      (each) => "contentWindow" in each && each.contentWindow === window[place],
    );
    if (!element) return null;
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
}
