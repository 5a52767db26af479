import type { FrameAnswer } from "../../page/call-page.ts";
import { withFrameRefs } from "./frame-refs.ts";

type Frame = FrameAnswer<"outline">;

export interface Stitched {
  text: string;
  title: string;
  complete: boolean;
  found: boolean;
}

/** Puts each frame's outline under the line of its iframe. */
export function stitch(frames: readonly Frame[], topFrameId: number): Stitched | undefined {
  const top = frames.find(({ frameId }) => frameId === topFrameId);
  if (!top) return undefined;
  const waiting = new Set(frames.filter((frame) => frame !== top));
  return {
    text: textOf(top, waiting),
    title: top.answer.title,
    complete: frames.every(({ answer }) => answer.complete),
    found: top.answer.found,
  };
}

function textOf(frame: Frame, waiting: Set<Frame>): string {
  const { text, frames: slots } = frame.answer;
  const own = withFrameRefs(text, frame.frameId);
  if (slots.length === 0) return own;
  const named = own.split("\n");
  const out: string[] = [];
  let done = 0;
  for (const slot of slots) {
    out.push(...named.slice(done, slot.line + 1));
    done = slot.line + 1;
    const child = childFor(slot, frame, waiting);
    if (!child) continue;
    waiting.delete(child);
    const inner = textOf(child, waiting);
    if (inner !== "") out.push(indented(inner, "  ".repeat(slot.indent)));
  }
  out.push(...named.slice(done));
  return out.join("\n");
}

function indented(text: string, indent: string): string {
  return indent + text.replaceAll("\n", `\n${indent}`);
}

/** Which of the frames hangs in a slot. Those in shadow roots have no place to tell them by, only size and address. */
function childFor(
  slot: Frame["answer"]["frames"][number],
  parent: Frame,
  waiting: Set<Frame>,
): Frame | undefined {
  const path = [...parent.answer.path, slot.index].join();
  if (slot.index >= 0) return [...waiting].find(({ answer }) => answer.path.join() === path);
  const candidates = [...waiting].filter(
    ({ answer }) =>
      answer.path.join() === path &&
      answer.size.width === slot.width &&
      answer.size.height === slot.height,
  );
  return candidates.find(({ answer }) => answer.url === slot.url) ?? candidates[0];
}
