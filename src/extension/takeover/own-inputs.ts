import { z } from "zod";
import { takeOvers } from "./take-overs.ts";

/**
 * Tells the person's keys and clicks from those that the extension sends through the debugger: to the page
 * both are trusted. Every press that is sent is noted before it goes out, and each press that a page reports
 * uses up one such note. One that is left over is the person's.
 */

/** How long a press may take to come back from the page. One that never does must not hide the person's. */
const LATE_MS = 3_000;

const reportSchema = z.object({ pressed: z.string().max(80) });

const notes = new Map<number, { pressed: string; sentMs: number }[]>();

/** A press goes out to a tab: `key:KeyA`, `mouse:left`. */
export function noteOwnInput(tabId: number, pressed: string, nowMs: number): void {
  const fresh = (notes.get(tabId) ?? []).filter(({ sentMs }) => nowMs - sentMs < LATE_MS);
  fresh.push({ pressed, sentMs: nowMs });
  notes.set(tabId, fresh);
}

/** Whether a press that a page reports was ours. */
export function isOwnInput(tabId: number, pressed: string, nowMs: number): boolean {
  const sent = notes.get(tabId) ?? [];
  const at = sent.findIndex((note) => note.pressed === pressed && nowMs - note.sentMs < LATE_MS);
  if (at < 0) return false;
  sent.splice(at, 1);
  if (sent.length === 0) notes.delete(tabId);
  return true;
}

/** Hears what the scripts in pages report. A page itself cannot send this; it could only stop clients. */
export function listenToPages(): void {
  chrome.runtime.onMessage.addListener((message: unknown, { id, tab }) => {
    const report = reportSchema.safeParse(message).data;
    if (!report || id !== chrome.runtime.id || tab?.id === undefined) return;
    if (!isOwnInput(tab.id, report.pressed, Date.now())) takeOvers.take(tab.id);
  });
  chrome.tabs.onRemoved.addListener((tabId) => {
    takeOvers.giveBack(tabId);
    notes.delete(tabId);
  });
}
