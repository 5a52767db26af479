import type { Scene, SceneControl, ToolStep, Understanding } from "../ears.ts";
import { command, does, doesOpenly, type Meaning, step } from "./meaning.ts";
import { named, plain, soundingLike } from "./names.ts";
import { isOrdinal, numberOf, placeOf } from "./numbers.ts";
import { riskOfClick } from "./risk.ts";
import { say } from "./spoken-answers.ts";
import { fieldValue } from "./spoken-text.ts";

/** Sentences about one thing on the page: by name, by number, by its place in the row. */

const FIELD_ROLES = new Set([
  "textbox",
  "searchbox",
  "combobox",
  "spinbutton",
  "listbox",
  "textarea",
  "select",
]);
const CHECK_ROLES = new Set([
  "checkbox",
  "radio",
  "switch",
  "menuitemcheckbox",
  "menuitemradio",
  "option",
]);

/** So many numbers are said at most when asking which one. */
const MAX_SAID_CHOICES = 5;

/** What people call things when they count them. */
const KINDS: Record<string, (role: string) => boolean> = {
  link: (role) => role === "link",
  result: (role) => role === "link",
  button: (role) => role === "button",
  field: (role) => FIELD_ROLES.has(role),
  box: (role) => FIELD_ROLES.has(role) || CHECK_ROLES.has(role),
  checkbox: (role) => role === "checkbox",
  tab: (role) => role === "tab",
  option: (role) => role === "option" || role === "radio",
  item: () => true,
  one: () => true,
};
export const KIND_NAMES: readonly string[] = Object.keys(KINDS);

type Doing = (control: SceneControl, scene: Scene) => Parameters<typeof command>[0];

export const controlSentences = {
  clickNumber({ number = "", label = "" }, scene) {
    const wanted = numberOf(number || label);
    if (wanted === undefined || (label !== "" && !scene.numbersShown)) return undefined;
    const called = named(number, scene.controls, ({ name }) => name);
    // A day of a calendar is called by its number, too.
    if (!scene.numbersShown && called.length > 0) return about(number, called, scene, clicking);
    const control = scene.controls.find((one) => one.number === wanted);
    if (!control) return undefined;
    if (!scene.numbersShown) {
      return does({
        sentence: "show numbers",
        steps: [],
        numbers: "show",
        answer: say.numbersShown,
      });
    }
    return does(clicking(control, scene));
  },
  clickOrdinal({ ordinal = "", kind = "one" }, scene) {
    const isKind = KINDS[kind.toLowerCase().replace(/s$/, "")];
    if (!isKind || !isOrdinal(ordinal)) return undefined;
    const things = scene.controls.filter(({ role }) => isKind(role));
    const place = placeOf(ordinal, things.length);
    const control = place === undefined ? undefined : things[place];
    if (control) return does(clicking(control, scene));
    // "The first option" of none is not what is called "First name".
    return scene.controls.length === 0 ? undefined : { kind: "unknown" };
  },
  click: ({ control = "", field }, scene) =>
    field === undefined
      ? about(control, controlsOf(scene), scene, clicking)
      : about(field, fieldsOf(scene), scene, clicking),
  open: ({ control = "" }, scene) => about(control, controlsOf(scene), scene, clicking),
  doubleClick: ({ control = "" }, scene) =>
    about(control, controlsOf(scene), scene, (one) => ({
      ...acting("double click", one, scene, { double: true }),
      ...riskyClick(one, scene),
    })),
  rightClick: ({ control = "" }, scene) =>
    about(control, controlsOf(scene), scene, (one) =>
      acting("right click", one, scene, { button: "right" }),
    ),

  fill({ field = "", words = "" }, scene) {
    const text = fieldValue(words);
    if (text === "") return { kind: "unfinished" };
    const filling: Doing = (one) => {
      const number = one.role === "spinbutton" ? numberOf(text) : undefined;
      const value = number === undefined ? text : String(number);
      return {
        sentence: `fill ${one.name} with ${value}`,
        control: one,
        steps: [step(scene, "chrome_fill_or_select", { ref: one.ref, value })],
        answer: say.filled(one.name),
        ...undoTo(one.untold ? undefined : (one.value ?? ""), one, scene),
      };
    };
    const fields = fieldsOf(scene);
    // Its name comes after free words, where nothing tells the recogniser what to expect.
    const alike = soundingLike(field, fields, ({ name }) => name);
    return openly(
      about(field, fields, scene, filling) ??
        about(field, fields, scene, filling, (one) => one === alike),
    );
  },
  clear: ({ field = "" }, scene) =>
    about(field, fieldsOf(scene), scene, (one) => ({
      sentence: `clear ${one.name}`,
      control: one,
      steps: [step(scene, "chrome_fill_or_select", { ref: one.ref, value: "" })],
      answer: say.cleared(one.name),
      ...undoTo(one.value, one, scene),
    })),
  select({ option = "" }, scene) {
    const holders = scene.controls.filter(
      ({ options = [] }) => named(option, options, (one) => one).length > 0,
    );
    if (holders.length > 0) {
      return about(
        option,
        holders,
        scene,
        (one) => choosing(one, option, scene),
        () => true,
      );
    }
    const checks = scene.controls.filter(({ role }) => CHECK_ROLES.has(role));
    const found = about(option, checks, scene, (one) => checking(one, true, scene));
    return found ?? about(option, controlsOf(scene), scene, clicking);
  },
  selectIn({ option = "", field = "" }, scene) {
    const lists = named(field, fieldsOf(scene), ({ name }) => name).filter(
      ({ options = [] }) => named(option, options, (one) => one).length > 0,
    );
    const doing: Doing = (one) => choosing(one, option, scene);
    return about(field, lists, scene, doing, () => true);
  },
  check: ({ option = "" }, scene) =>
    about(option, checksOf(scene), scene, (one) => checking(one, true, scene)),
  uncheck: ({ option = "" }, scene) =>
    about(option, checksOf(scene), scene, (one) => checking(one, false, scene)),
} satisfies Record<string, Meaning>;

/** Does it with the one that was meant, or asks which. */
export function about(
  said: string,
  among: readonly SceneControl[],
  scene: Scene,
  doing: Doing,
  isMeant?: (control: SceneControl) => boolean,
): Understanding | undefined {
  const found = isMeant ? among.filter(isMeant) : named(said, among, ({ name }) => name);
  const [first] = found;
  if (!first) return undefined;
  if (found.length === 1) return does(doing(first, scene));
  const name = isMeant ? said : first.name;
  return {
    kind: "which",
    question:
      found.length <= MAX_SAID_CHOICES
        ? say.which(
            name,
            found.map(({ number }) => String(number)),
          )
        : say.whichOfMany(name, found.length),
    pending: { kind: "which", choices: found, choose: (one) => command(doing(one, scene)) },
  };
}

export function clicking(control: SceneControl, scene: Scene): ReturnType<Doing> {
  return {
    ...acting("click", control, scene, {}),
    ...riskyClick(control, scene),
    ...(control.role === "link" && { undo: [step(scene, "chrome_navigate", { url: "back" })] }),
  };
}

function riskyClick(control: SceneControl, scene: Scene): { risk?: string } {
  const risk = riskOfClick(control, scene);
  return risk === undefined ? {} : { risk };
}

function acting(
  verb: string,
  control: SceneControl,
  scene: Scene,
  args: Record<string, unknown>,
): ReturnType<Doing> {
  return {
    sentence: `${verb} ${control.name || `number ${control.number}`}`,
    control,
    steps: [step(scene, "chrome_click_element", { ref: control.ref, ...args })],
    answer: control.name === "" ? say.done : say.clicked(control.name),
  };
}

function choosing(control: SceneControl, said: string, scene: Scene): ReturnType<Doing> {
  const [value = said] = named(said, control.options ?? [], (one) => one);
  return {
    ...setting(`select ${value}`, control, value, say.selected(value), scene),
    ...undoTo(control.value, control, scene),
  };
}

function checking(control: SceneControl, checked: boolean, scene: Scene): ReturnType<Doing> {
  const [verb, answer] = checked
    ? ["check", say.checked(control.name)]
    : ["uncheck", say.unchecked(control.name)];
  return {
    ...setting(`${verb} ${control.name}`, control, checked, answer, scene),
    ...undoTo(control.checked, control, scene),
  };
}

function setting(
  sentence: string,
  control: SceneControl,
  value: ToolStep["args"][string],
  answer: string,
  scene: Scene,
): ReturnType<Doing> {
  const steps = [step(scene, "chrome_fill_or_select", { ref: control.ref, value })];
  return { sentence, control, steps, answer };
}

/** Back to what the control holds now, where that is known. */
function undoTo(
  value: string | boolean | undefined,
  { ref }: SceneControl,
  scene: Scene,
): Pick<ReturnType<Doing>, "undo"> {
  return value === undefined
    ? {}
    : { undo: [step(scene, "chrome_fill_or_select", { ref, value })] };
}

function openly(understanding: Understanding | undefined): Understanding | undefined {
  return understanding?.kind === "command" ? doesOpenly(understanding.command) : understanding;
}

function controlsOf({ controls }: Scene): readonly SceneControl[] {
  return controls;
}

export function fieldsOf({ controls }: Scene): SceneControl[] {
  return controls.filter(({ role }) => FIELD_ROLES.has(role));
}

export function checksOf({ controls }: Scene): SceneControl[] {
  return controls.filter(({ role }) => CHECK_ROLES.has(role));
}

/** The control of a question that an answer chooses: by its number, its place, or its name. */
export function chosen(said: string, choices: readonly SceneControl[]): SceneControl | undefined {
  const text = plain(said)
    .replace(/^(?:click |the |number )+/, "")
    .replace(/ one$/, "");
  const number = numberOf(text);
  const place = placeOf(text, choices.length);
  return (
    choices.find((choice) => choice.number === number) ??
    (place === undefined ? undefined : choices[place]) ??
    (number === undefined ? undefined : choices[number - 1])
  );
}
