import { findElement } from "../elements/find-element.ts";
import type { SliderRequest } from "../acting-calls.ts";
import { nextFrame } from "../watching/next-frame.ts";
import type { PageAnswer } from "../page-calls.ts";
import { focusedElement } from "../elements/flat-tree.ts";

/** Where a slider that is no input stands, once the page has drawn what was done to it. */
export async function slider({
  element: query,
  focus,
}: SliderRequest): Promise<PageAnswer<"slider">> {
  const found = findElement(query);
  if ("problem" in found) return { ...NOWHERE, problem: found.problem };
  const { element } = found;
  if (focus && element instanceof HTMLElement) element.focus({ preventScroll: true });
  await nextFrame();
  const read = (name: string) => {
    const text = element.getAttribute(`aria-${name}`)?.trim();
    const number = Number(text);
    return text && Number.isFinite(number) ? number : undefined;
  };
  return {
    now: read("valuenow"),
    min: read("valuemin") ?? 0,
    max: read("valuemax") ?? 100,
    vertical: element.getAttribute("aria-orientation") === "vertical",
    focused: focusedElement() === element,
  };
}

const NOWHERE = { min: 0, max: 0, vertical: false, focused: false };
