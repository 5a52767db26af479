import { flatParent, isWithin } from "../elements/flat-tree.ts";

const RECEIVERS =
  "a,button,label,summary,option,select,[role=button],[role=link],[role=menuitem],[role=tab],[role=option],[onclick]";

/** Whether a press on `hit` reaches `target`: it is in it, or it is the control around it. */
export function reaches(hit: Element, target: Element): boolean {
  if (isWithin(hit, target)) return true;
  if (hit instanceof HTMLLabelElement && hit.control === target) return true;
  const around = hit.closest("label");
  if (around?.control === target) return true;
  for (let at = flatParent(target); at; at = flatParent(at)) {
    if (at === hit)
      return hit.matches(RECEIVERS) || getComputedStyle(target).pointerEvents === "none";
  }
  return false;
}
