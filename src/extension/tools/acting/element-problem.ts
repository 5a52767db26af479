import { type Failed, fail } from "../../../protocol/failure.ts";
import type { Problem } from "../../page/call-parts.ts";
import { staleRef } from "../reading/page.ts";

/** Why an element cannot be used, and what would help. */
export function problem(what: Problem, by?: string): Failed {
  switch (what) {
    case "stale":
      return staleRef();
    case "missing":
      return fail(
        "element_not_found",
        "No element matches. chrome_read_page shows what is there, chrome_find looks for it.",
      );
    case "bad_selector":
      return fail(
        "invalid_arguments",
        "The selector is not valid. selectorType says css or xpath.",
      );
    case "covered":
      return fail(
        "covered",
        `The element is covered by ${by ?? "another one"}. Close or scroll away what covers it, then try again. chrome_read_page with its ref as refId shows what is in it.`,
      );
    case "hidden":
      return fail("not_actionable", "The element is hidden. Do first what makes the page show it.");
    case "disabled":
      return fail(
        "not_actionable",
        "The element is disabled. Fill in or choose what it waits for.",
      );
    case "moving":
      return fail(
        "not_actionable",
        "The element did not stand still. Try again when its animation is over.",
      );
    case "outside":
      return fail("not_actionable", "The element lies outside of what can be scrolled into view.");
    case "readonly":
      return fail(
        "not_actionable",
        "The field is read-only. Click it: what opens then, such as a calendar, may fill it.",
      );
    case "several":
      return fail(
        "invalid_arguments",
        "Options of several groups have these words. Name it with its group, as in Group: Option.",
      );
    case "not_a_field":
      return fail(
        "not_actionable",
        "This element takes no value. Click it, or name the field inside it.",
      );
  }
}
