import { rootsIn } from "../elements/flat-tree.ts";
import type { PageAnswer, PageRequests } from "../page-calls.ts";
import { isSeen } from "../elements/visibility.ts";

/** Video and sound of a page, as a person would start and stop them. */

/** What was paused here last: playing goes on with it. */
let paused: WeakRef<HTMLMediaElement>[] = [];

export async function media({ action }: PageRequests["media"]): Promise<PageAnswer<"media">> {
  const all = [...rootsIn(document)].flatMap((root) => [
    ...root.querySelectorAll<HTMLMediaElement>("video, audio"),
  ]);
  if (action === "pause") {
    const playing = all.filter((one) => !one.paused);
    for (const one of playing) one.pause();
    if (playing.length > 0) paused = playing.map((one) => new WeakRef(one));
    return { there: all.length, done: playing.length, refused: false };
  }
  const before = paused.flatMap((one) => one.deref() ?? []).filter(isWaiting);
  const meant = before.length > 0 ? before : all.toSorted(bySize).slice(0, 1);
  const started = await Promise.all(
    meant.map((one) =>
      one.play().then(
        () => true,
        () => false,
      ),
    ),
  );
  return {
    there: all.length,
    done: started.filter(Boolean).length,
    refused: started.includes(false),
  };
}

function isWaiting(one: HTMLMediaElement): boolean {
  return one.isConnected && one.paused;
}

/** The largest that is seen first; sounds are not seen, and stay in their order. */
function bySize(one: HTMLMediaElement, other: HTMLMediaElement): number {
  return areaOf(other) - areaOf(one);
}

function areaOf(one: HTMLMediaElement): number {
  return isSeen(one) ? one.clientWidth * one.clientHeight : 0;
}
