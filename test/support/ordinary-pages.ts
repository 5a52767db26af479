/** Pages of the kinds that people use all day, and everything on each that a person can operate. */
export interface OrdinaryPage {
  /** Name of the fixture page. */
  page: string;
  /** Role and name of each element, with how often it is there. */
  actionable: Readonly<Record<string, number>>;
}

const once = (...items: string[]) => Object.fromEntries(items.map((item) => [item, 1]));
const links = (...names: string[]) => once(...names.map((name) => `link "${name}"`));
const buttons = (...names: string[]) => once(...names.map((name) => `button "${name}"`));

const POTS = [
  "Alder gooseneck kettle",
  "Brisk 1.7 l electric kettle",
  "Copperworks stock pot",
  "Enamel milk pan",
  "Cast iron casserole",
  "Whistling kettle",
  "Pasta pot with strainer",
  "Tea kettle for induction",
];

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

export const ORDINARY_PAGES: readonly OrdinaryPage[] = [
  {
    page: "ordinary-shop",
    actionable: {
      ...links("Hearth & Home", "Bath", "Garden", "Lighting", "Sale", "Your account"),
      ...links("Basket, 2 items", "Home", "2", "Next", "Delivery and returns"),
      ...links("Contact", "Imprint", ...POTS, ...POTS.map((name) => `${name} XL`)),
      'link "Kitchen"': 2,
      ...once('searchbox "Search products"', 'spinbutton "From"', 'spinbutton "To"'),
      ...once('checkbox "Alder (12)"', 'checkbox "Brisk (7)"', 'checkbox "Copperworks (3)"'),
      ...once('combobox "Sort by"', 'textbox "Newsletter"'),
      ...buttons("Search", "Apply", "Subscribe"),
      'button "Add to basket"': 16,
      'button "Add to wish list"': 16,
    },
  },
  {
    page: "ordinary-article",
    actionable: {
      ...links("The Weekly Atlas", "Science", "Places", "People", "Maps", "Subscribe", "Sign in"),
      ...links("Mira Holm", "Share on Social", "steepest line", "Leopold and Maddock", "1"),
      ...links("Gulf Stream", "2", "70 of its bends", "The last ferry on the Oder"),
      ...links("Salt roads of the Sahara", "Who painted the sea blue?", "About", "Privacy", "RSS"),
      'link "Back"': 2,
      ...buttons("Menu", "Copy the link", "Save for later", "Like (4)", "Like (1)", "Send"),
      'button "Reply"': 2,
      'textbox "Your comment"': 1,
    },
  },
  {
    page: "ordinary-form",
    actionable: {
      ...links("Hotel Linden", "Rooms", "Kitchen", "How to get here", "terms", "privacy notice"),
      ...links("030 123 456"),
      ...buttons("English", "Previous month", "Next month", "Go on to the rooms", "Start again"),
      ...once('datepicker "Arrival"', 'datepicker "Departure"', 'spinbutton "Adults"'),
      ...once('combobox "Children"', 'combobox "Country"', 'slider "Budget a night"'),
      ...once(...["First name", "Last name", "E-mail"].map((name) => `textbox "${name}"`)),
      ...once(...["Telephone", "Wishes", "Card number"].map((name) => `textbox "${name}"`)),
      ...once('textbox "Password"', 'radio "By train"', 'radio "By car"', 'radio "By bicycle"'),
      ...once('checkbox "We bring a dog"'),
      ...once('checkbox "I have read the terms and the privacy notice"'),
      ...once(...upTo(31).map((day) => `gridcell "${day}"`)),
    },
  },
  {
    page: "ordinary-dashboard",
    actionable: {
      ...links("Overview", "Orders", "Customers", "Products", "Reports", "Settings"),
      ...links(...upTo(25).map((nth) => `#${10_319 - nth}`)),
      ...buttons("New order", "Export", "Previous page", "Next page"),
      'button "Edit"': 25,
      'button "Delete"': 25,
      ...once('searchbox "Search orders"', 'combobox "Rows per page"', 'checkbox "Select all"'),
      ...once(...["All", "Open", "Sent", "Returned"].map((name) => `tab "${name}"`)),
      ...once(...["Order", "Customer", "Date"].map((name) => `columnheader "${name}"`)),
      ...once(...upTo(25).map((nth) => `checkbox "Select order ${10_319 - nth}"`)),
    },
  },
  {
    page: "ordinary-inbox",
    actionable: {
      ...buttons("Main menu", "Search options", "Account: ann@example.com", "Compose"),
      ...buttons("Refresh", "Archive", "Delete", "Older"),
      ...once(
        ...["Inbox 4", "Starred", "Sent", "Drafts 1", "More"].map((it) => `treeitem "${it}"`),
      ),
      'textbox "Search mail"': 1,
      'checkbox "Select"': 31,
      'button "Not starred"': 25,
      'button "Starred"': 5,
      clickable: 30,
    },
  },
  {
    page: "ordinary-docs",
    actionable: {
      ...links("Otter", "Getting started", "Routing", "Configuration", "Testing", "Deploying"),
      ...links("Changes", "environment variables", "504", "the order of routes", "‹ Routing"),
      ...links("Testing ›", "Edit this page", "Server", "Routes", "Logging"),
      ...buttons("Search (Ctrl K)", "Guides", "Reference", "Yes", "No"),
      'button "Copy"': 2,
      ...once('combobox "Version"', 'tab "TOML"', 'tab "JSON"', 'tab "YAML"'),
    },
  },
];

/** What of the list an outline does not offer. */
export function missingIn(outline: string, { actionable }: OrdinaryPage): string[] {
  return Object.entries(actionable).flatMap(([item, count]) => {
    const found = outline.split(`${item} [ref=`).length - 1;
    return found >= count ? [] : [`${item}: ${found} of ${count}`];
  });
}
