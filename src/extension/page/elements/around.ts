import { type Clip, clipIn } from "./clip.ts";

/** What an element passes on to what is in it. */
export interface Around {
  depth: number;
  cursor: string;
  clip: Clip | null;
  /** Text here was already said, as the name of something. */
  hushed: boolean;
}

/** What the first element that is looked at has from above. */
export function outermost(root: Element): Around {
  const parent = root.parentElement;
  const cursor = parent ? getComputedStyle(parent).cursor : "auto";
  return { depth: 0, cursor, clip: null, hushed: false };
}

export function inside(element: Element, around: Around): Around {
  const clip = clipIn(element, around.clip);
  return clip === around.clip ? around : { ...around, clip };
}
