import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { HeldMouse } from "../../debugger/drag.ts";
import { callPage } from "../../page/call-page.ts";
import { type Stage, type Step, act } from "./aftermath.ts";
import { locate, namesPlace } from "./aim.ts";
import { problem } from "./element-problem.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { frameToTab } from "./point-in-tab.ts";

type Args = BrowserToolArgs<"chrome_select_text">;

const STEPS = 4;

const selectText: Handler<"chrome_select_text"> = async (args, context) => {
  if (args.text !== undefined && (args.from ?? args.to) !== undefined) {
    return fail("invalid_arguments", "Give text, or from and to.");
  }
  let selectedText = "";
  const acted = await act(args, context, (stage) =>
    selecting(stage, args, context, (text) => {
      selectedText = text;
    }),
  );
  return acted.ok
    ? succeed({ ...acted.value, data: { ...acted.value.data, selectedText } })
    : acted;
};

async function selecting(
  { tab, session }: Stage,
  args: Args,
  context: ToolContext,
  tell: (text: string) => void,
): Promise<Outcome<Step>> {
  const { tabId } = tab;
  const named = namesPlace(args) ? args : { ...args, selector: "body" };
  const located = await locate(tabId, named, context);
  if (!located.ok) return located;
  const { frameId, query } = located.value;
  const { text, from, to } = args;
  const request = { element: query, text, from, to };
  const found = await callPage({ tabId, frameId }, "findText", request, context.signal);
  if (!found.ok) return found;
  const { documentId, answer } = found.value;
  if (answer.problem) return problem(answer.problem);
  if (answer.text === "") {
    return fail(
      "element_not_found",
      "The text is not there, or not seen. Give words as they are shown.",
    );
  }
  if (answer.done) {
    tell(answer.text);
    return succeed({ run: async () => found, movesFocus: true, namesSelection: true });
  }
  return succeed({
    namesSelection: true,
    run: async () => {
      const way = (point: { x: number; y: number }) =>
        frameToTab(tabId, frameId, point, answer, context);
      const [start, end] = [await way(answer.start), await way(answer.end)];
      if (answer.byMouse && start.ok && end.ok) {
        await using mouse = await HeldMouse.press(session, start.value, context.signal);
        const moved = await mouse.moveTo(end.value, STEPS);
        if (!moved.ok) return moved;
        await mouse.release();
      }
      const selected = await callPage({ tabId, documentId }, "selectText", {}, context.signal);
      if (!selected.ok) return selected;
      tell(selected.value.answer.selected);
      return selected.value.answer.selected === ""
        ? fail("not_actionable", "The page does not let this text be selected.")
        : selected;
    },
  });
}

export const selectionHandlers = { chrome_select_text: selectText };
