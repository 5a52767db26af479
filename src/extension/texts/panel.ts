/** What the popup, the side panel and the first-run page say besides the words they share. */
export const PANEL_TEXTS = {
  title: "Chrome MCP Remote",
  open: "Side panel",
  stop: "Stop",
  stopMore: "Ends what clients do now",

  asks: (client: string, host: string) => `${client} wants to use ${host}`,
  asksMore: (tool: string) => `It waits with “${tool}”.`,
  once: "Once",
  aWhile: "15 minutes",
  always: "Always here",
  no: "No",

  askedIn: (tab: string) => `In the tab ${tab}`,
  secretMore: "It goes into the field in that tab and is not shown to the client.",
  takeoverMore:
    "Do it in that tab, then press Done. Nothing is done there by the client meanwhile.",
  pickMore: "Answer in the page: click there on what is meant.",

  taken: "Yours for now",
  takenFrom: (client: string, seconds: number) => `${seconds} s · ${client} waits`,
  takenMore:
    "You typed or clicked there. Clients wait until you have done nothing there for a while.",
  giveBack: "Give back",
  giveBackTab: (tab: string) => `Give back the tab ${tab} to clients`,
  aTab: "A tab",
  someClient: "A client",

  asksFile: (client: string, host: string) => `${client} wants to give ${host} a file`,
  asksFileMore: "The site gets what is in it, this once.",
  giveFile: "Give the file",

  wishes: (permission: string) => `A client asks for ${permission}`,
  wishesMore: (what: string) =>
    `The extension would be able to ${what}. Chrome asks you once more.`,
  wishesFiles: "A client asks for files of this computer",
  wishesFilesMore:
    "Switch on “Allow access to file URLs” on the extension's page in Chrome. You are asked about each file all the same.",
  openSettings: "Open that page",
  allowWish: "Allow…",
  dropWish: "Not now",

  driving: "At work",
  drivingNone: "No client has worked in a tab in the last minute.",
  show: (tab: string) => `Show the tab ${tab}`,
  showTab: "Show",
  closedTab: "A tab that was closed",
  now: "now",

  log: "What clients did",
  logNone: "Nothing yet. Every call shows here while it runs.",
  clearLog: "Clear",
  by: "by",
  states: { running: "running", done: "done", lost: "server went away" },
  ms: (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`),

  sites: "Sites",
  sitesMore: "What clients may do on a site. Checked each time, in frames too.",
  thisSite: "Clients on",
  otherSites: "All other sites",
  addSite: "Add a site",
  add: "Add",
  sitePlaceholder: "example.com",
  removeSite: (site: string) => `Remove the rule for ${site}`,
  stances: { allow: "Allow", ask: "Ask", deny: "Deny" },

  permissions: "Permissions",
  permissionsMore: "On every site, clients may",
  youSee: "While they do, you see",
  frame: { name: "Frame", more: "a line around each page that a client works in" },

  update: (version: string) => `Version ${version} is available`,
} as const;

/** What a new person reads first. */
export const WELCOME_TEXTS = {
  title: "Welcome to Chrome MCP Remote",
  lead: "AI clients that you choose can now use this Chrome, through a server that you choose.",
  lines: [
    {
      name: "They can",
      more: "read pages, click, type and take pictures, also in tabs behind the one you look at.",
    },
    {
      name: "You see",
      more: "who works in which tab, and every single call. Stop and Pause end it at once.",
    },
    {
      name: "You decide",
      more: "allow, ask or deny for each site. Scripts, history, uploads and more can be switched off.",
    },
    {
      name: "They cannot",
      more: "work in incognito windows, in Chrome's settings or the web store, or read Chrome's cookies.",
    },
  ],
  open: "Open the side panel",
  pin: "It is also behind the extension's icon. Pin it to the toolbar to see when a client works or asks.",
} as const;
