import type { Scene, SceneControl, SceneTab } from "../../src/voice/agent/ears.ts";

/** The page that voice tests speak about: a shop with 150 names on it, two of them twice, and three tabs. */

const MAIN: readonly (readonly [role: string, name: string, options?: readonly string[]])[] = [
  ["link", "Home"],
  ["link", "Contact us"],
  ["link", "Privacy policy"],
  ["button", "Sign in"],
  ["textbox", "Email"],
  ["textbox", "First name"],
  ["textbox", "Search"],
  ["combobox", "Delivery", ["Standard delivery", "Express delivery", "Pick up in store"]],
  ["checkbox", "Gift wrap"],
  ["checkbox", "Newsletter"],
  ["radio", "Invoice"],
  ["button", "Add to cart"],
  ["button", "Pay now"],
  ["button", "Delete account"],
  ["button", "Send message"],
  ["link", "Xfinity"],
  ["link", "Frequently asked questions about returns and refunds"],
  ["button", "Details"],
  ["button", "Details"],
];

const ADJECTIVES = [
  "Blue",
  "Wooden",
  "Small",
  "Silver",
  "Heavy",
  "Winter",
  "Garden",
  "Kitchen",
  "Leather",
  "Summer",
];
const THINGS = [
  "chair",
  "lamp",
  "table",
  "jacket",
  "bicycle",
  "bottle",
  "carpet",
  "mirror",
  "blanket",
  "basket",
  "candle",
  "clock",
  "pillow",
  "wallet",
];

function controls(): SceneControl[] {
  const products = ADJECTIVES.flatMap((adjective) =>
    THINGS.map((thing): (typeof MAIN)[number] => ["link", `${adjective} ${thing}`]),
  );
  return [...MAIN, ...products].slice(0, 150).map(([role, name, options], index) => ({
    ref: `e${index + 1}`,
    role,
    name,
    number: index + 1,
    ...(options && { options }),
  }));
}

const TABS: readonly SceneTab[] = [
  { tabId: 1, title: "Everything for the house", url: "https://shop.test/all", active: true },
  { tabId: 2, title: "Inbox (3) - Mail", url: "https://mail.test/", active: false },
  { tabId: 3, title: "Weather in Oslo", url: "https://weather.test/oslo", active: false },
];

export function shopScene(changes: Partial<Scene> = {}): Scene {
  return {
    page: { url: "https://shop.test/all", title: "Everything for the house" },
    controls: controls(),
    tabs: TABS,
    pending: undefined,
    numbersShown: false,
    ...changes,
  };
}
