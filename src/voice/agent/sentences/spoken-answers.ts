/** Everything that the offline agent says, in one place. Short: people wait for the end of each of them. */
export const say = {
  done: "Done.",
  opening: (site: string) => `Opening ${site}.`,
  searching: (words: string) => `Searching for ${words}.`,
  back: "Back.",
  forward: "Forward.",
  reloaded: "Reloaded.",
  clicked: (name: string) => `Clicked ${name}.`,
  filled: (name: string) => `Filled ${name}.`,
  cleared: (name: string) => `${name} is empty.`,
  selected: (name: string) => `Selected ${name}.`,
  checked: (name: string) => `Checked ${name}.`,
  unchecked: (name: string) => `Unchecked ${name}.`,
  newTab: "New tab.",
  closedTab: "Tab closed.",
  onTab: (title: string) => `On ${title}.`,
  onlyTab: "This is the only tab.",
  usingBrowser: (name: string) => `Using ${name}.`,
  whichBrowser: (names: readonly string[]) =>
    `You have ${names.length} browsers: ${list(names)}. Which one?`,
  browsers: (names: readonly string[]) =>
    names.length === 0 ? "No browser of yours is connected." : `You have ${list(names)}.`,
  browsersAndUsed: (used: string, names: readonly string[]) =>
    names.length === 1 ? `This is ${used}.` : `This is ${used}. You have ${list(names)}.`,
  zoomed: (percent: number | undefined) =>
    percent === undefined ? "Done." : `${percent} percent.`,
  screenshot: "The picture is in your downloads.",
  numbersShown: "Say the number of what you want to click.",
  dictating: "I type what you say. Say stop dictation to end.",
  dictated: "Dictation is off.",
  here: (title: string) => (title === "" ? "This page has no title." : `This is ${title}.`),
  noPage: "No page is open.",
  noHeadings: "This page has no headings.",
  headings: (names: readonly string[], total: number) =>
    `${total === 1 ? "One heading" : `${total} headings`}. ${list(names)}.`,
  nothingSelected: "Nothing is selected.",
  nothingToRead: "There is no text on this page.",
  nothingToClick: "There is nothing to click on this page.",
  clickable: (names: readonly string[], total: number) =>
    names.length < total
      ? `${total} things. The first are ${list(names)}. Say show numbers to see all.`
      : `You can click ${list(names)}.`,
  found: (total: number) =>
    total === 0 ? "Not found." : total === 1 ? "Found once." : `Found ${total} times.`,
  which: (name: string, numbers: readonly string[]) =>
    `There are ${numbers.length} called ${name}: numbers ${list(numbers)}. Which one?`,
  whichOfMany: (name: string, count: number) =>
    `There are ${count} called ${name}. Say the number of the one you mean.`,
} as const;

export const HELP =
  "You can say: open example dot com, search for something, click and a name, show numbers, type and your words, " +
  "scroll down, go back, next tab, read the page, stop, and undo.";

/** What is about to happen, before it needs a yes. */
export const risks = {
  click: (name: string) => `I am about to click ${name}. Shall I?`,
  press: (keys: string) => `Pressing ${keys} may send what is on this page. Shall I?`,
  password: (name: string) => `I am about to submit your password with ${name}. Shall I?`,
  unnamed: "I am about to click something that I cannot name. Shall I?",
  acceptDialog: "The page asks something in a dialog. Shall I say OK to it?",
} as const;

function list(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
