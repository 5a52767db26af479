import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { type Stage, act } from "./aftermath.ts";
import { type Aim, aimAt, namesPlace } from "./aim.ts";
import { type FieldValue, type Filling, filling, submit } from "./fill.ts";
import type { Handler, ToolContext } from "../tool-context.ts";

const fillOrSelect: Handler<"chrome_fill_or_select"> = async (args, context) => {
  if (!namesPlace(args) && args.label === undefined) {
    return fail("invalid_arguments", "Say what to fill in: ref, selector, label or coordinates.");
  }
  return act(args, context, async ({ tab, session }) => {
    const aimed = await aimAt(tab.tabId, args, "write", context);
    if (!aimed.ok) return aimed;
    const filled = filling(aimed.value, session, args, context);
    if (!filled.ok || !args.submit) return filled;
    const { run, outcome } = filled.value;
    return succeed({
      outcome,
      run: async () => {
        const done = await run();
        return done.ok ? submit(aimed.value, session, context) : done;
      },
    });
  });
};

type FormArgs = BrowserToolArgs<"chrome_fill_form">;
type Field = FormArgs["fields"][number];

const fillForm: Handler<"chrome_fill_form"> = async (args, context) => {
  const unnamed = args.fields.findIndex((field) => !namesPlace(field) && field.label === undefined);
  if (unnamed >= 0) {
    return fail(
      "invalid_arguments",
      `Say which field fields[${unnamed}] is: ref, selector, label or coordinates.`,
    );
  }
  return act(args, context, async (stage) => {
    const outcomes: Filling["outcome"][] = [];
    // Nothing is filled in when the first field cannot be.
    const first = await prepareField(stage, args, 0, context);
    if (!first.ok) return first;
    return succeed({
      run: async () => {
        let last: Aim | undefined;
        for (const at of args.fields.keys()) {
          const prepared = at === 0 ? first : await prepareField(stage, args, at, context);
          const done = prepared.ok ? await prepared.value.run() : prepared;
          if (!prepared.ok || !done.ok) return told(done, at, args);
          outcomes.push(prepared.value.outcome);
          last = prepared.value.aim;
          if (context.signal.aborted) return fail("cancelled", "The call was stopped in mid-form.");
        }
        return args.submit && last ? submit(last, stage.session, context) : succeed(undefined);
      },
      outcome: async (didChange) => {
        const said = await Promise.all(outcomes.map((outcome) => outcome(didChange)));
        return said.filter((line) => line !== "").join("\n");
      },
    });
  });
};

async function prepareField(
  { tab, session }: Stage,
  args: FormArgs,
  at: number,
  context: ToolContext,
): Promise<Outcome<Filling & { aim: Aim }>> {
  const field = args.fields[at];
  if (!field) return fail("invalid_arguments", "fields is empty.");
  const aimed = await aimAt(tab.tabId, { ...field, frameId: args.frameId }, "write", context);
  if (!aimed.ok) return told(aimed, at, args);
  const filled = filling(aimed.value, session, wishOf(field), context);
  return filled.ok ? succeed({ ...filled.value, aim: aimed.value }) : told(filled, at, args);
}

function wishOf({ value }: Field): FieldValue {
  return { value, clear: true, slowly: false };
}

/** A failure that says which field it is about. */
function told<T>(outcome: Outcome<T>, at: number, { fields }: FormArgs): Outcome<T> {
  if (outcome.ok || /^Field \d/.test(outcome.failure.message)) return outcome;
  const { code, message } = outcome.failure;
  const before = at === 0 ? "Nothing was filled in." : `The ${at} before it are filled in.`;
  return fail(code, `Field ${at + 1} of ${fields.length}: ${message} ${before}`);
}

export const formHandlers = {
  chrome_fill_or_select: fillOrSelect,
  chrome_fill_form: fillForm,
};
