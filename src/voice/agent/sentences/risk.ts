import type { Scene, SceneControl } from "../ears.ts";
import { plain } from "./names.ts";
import { risks } from "./spoken-answers.ts";

/** What is not done before the person has said yes: paying, sending, deleting, buying, submitting a password. */

const RISKY_NAME =
  /\b(?:pay|payment|buy|purchase|checkout|check out|order|place order|donate|transfer|send|submit|post|publish|tweet|reply all|delete|remove|erase|destroy|discard|unsubscribe|deactivate|close account|cancel (?:order|subscription|account)|sign (?:contract|document)|withdraw|wire|bid|bet|sell|subscribe|reserve|book (?:now|it|flight|room|table|tickets?|appointment)|empty trash|move to (?:trash|bin)|clear (?:all|data|history)|wipe|uninstall|reset|format)\b/;

/** Names that go on with what a page is about; on a page that takes money or a password they do it. */
const GOING_ON =
  /\b(?:ok|okay|yes|continue|confirm|complete|finish|next|done|apply|agree|accept|proceed|save|login|log in|log on|sign in|sign on|sign up|register|enter|go)\b/;

/** And these, on a page that takes a password. */
const SUBMITTING_NAME =
  /\b(?:create|change|update|set|verify|unlock|join|connect|authenticate|authori[sz]e|start)\b/;

/** Of buttons that Enter may press. */
const SENDING_NAME =
  /\b(?:send|post|reply|pay|buy|order|purchase|checkout|donate|transfer|publish)\b/;

const MONEY_PAGE = /check-?out|payment|\bpay\b|billing|purchase|\border\b|donate|transfer/i;
const CARD_FIELD =
  /\bcard ?number\b|\b(?:credit|debit) card\b|\bcvc\b|\bcvv\b|\bsecurity code\b|\biban\b/i;
const ROLES_THAT_ONLY_SHOW = new Set([
  "textbox",
  "searchbox",
  "combobox",
  "checkbox",
  "radio",
  "slider",
]);

/** What would happen by clicking it, in words to ask with; undefined when nothing of the kind. */
export function riskOfClick(control: SceneControl, scene: Scene): string | undefined {
  if (ROLES_THAT_ONLY_SHOW.has(control.role)) return undefined;
  const name = plain(control.name);
  if (RISKY_NAME.test(name)) return risks.click(control.name);
  if (control.role === "link") return undefined;
  if (name === "" && control.role === "button") {
    return hasPassword(scene) || isMoneyPage(scene) ? risks.unnamed : undefined;
  }
  const goesOn = GOING_ON.test(name);
  if ((goesOn || SUBMITTING_NAME.test(name)) && hasPassword(scene)) {
    return risks.password(control.name);
  }
  return goesOn && isMoneyPage(scene) ? risks.click(control.name) : undefined;
}

const SUBMITTING_KEY = /(?:^|\+)(?:enter|return|delete|del)$/i;

const PRESSING_KEY = /(?:^|\+)(?:enter|return|space|spacebar)$/i;

/** The same for pressing keys, one after the other: they press what has the focus, and Enter what a button would. */
export function riskOfKeys(keys: string, scene: Scene): string | undefined {
  const pressed = keys.split(/[\s,]+/);
  const focused = scene.controls.find((control) => control.focused);
  const presses = focused && pressed.some((key) => PRESSING_KEY.test(key));
  const submits = pressed.some((key) => SUBMITTING_KEY.test(key));
  return (
    (presses ? riskOfClick(focused, scene) : undefined) ??
    (submits ? riskOfSubmitting(keys, scene) : undefined)
  );
}

/** The same for a line break, which only a field of one line takes for Enter. */
export function riskOfLineBreak(scene: Scene): string | undefined {
  return hasPassword(scene) || isMoneyPage(scene) ? risks.press("Enter") : undefined;
}

/** The same for sending the form that is being filled in; `by`: with what, as it is said. */
export function riskOfSubmitting(by: string, scene: Scene): string | undefined {
  const sends = scene.controls.some(
    ({ role, name }) => role === "button" && SENDING_NAME.test(plain(name)),
  );
  return sends || hasPassword(scene) || isMoneyPage(scene) ? risks.press(by) : undefined;
}

function hasPassword({ controls }: Scene): boolean {
  return controls.some(
    ({ role, name }) => role === "textbox" && /pass(?:word|phrase|code)|\bpin\b/i.test(name),
  );
}

function isMoneyPage({ page, controls }: Scene): boolean {
  if (controls.some(({ role, name }) => role === "textbox" && CARD_FIELD.test(name))) return true;
  return page !== undefined && (MONEY_PAGE.test(page.title) || MONEY_PAGE.test(pathOf(page.url)));
}

/** What follows the host: a shop may well be called "orders". */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}
