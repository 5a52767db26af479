/** What callers are told about sites, switches and permissions. */
export const POLICY_TEXTS = {
  notASite: "This is not a site. It looks like example.com.",
  ownServer:
    "These are the pages of the server that you come through. No client may use them; they are for people. Work in another tab: chrome_navigate with newTab opens one.",
  denied: (origin: string) =>
    `The person closed ${origin} to clients. Go elsewhere, in another tab if this one is there, or ask them to allow it in the extension's panel under Sites.`,
  closedTab: "(closed to clients)",
  wentToClosed:
    "The page went to a site that is closed to you while the call ran, which was stopped there.",
  deniedFrame:
    "What is meant lies in a frame of a site that the person closed to clients. Ask them to allow it in the extension's panel under Sites.",
  deniedInPicture:
    "The page shows a frame of a site that the person closed to clients, so no picture is taken. Read the page instead: that leaves the frame out.",
  askedInPicture:
    "The page shows a frame of a site that the person wants to be asked about, and it cannot be covered in this picture. Take one of what is in view, or read the page.",
  covered: "Not shown: the person wants to be asked about this site.",
  saidNo: (origin: string) =>
    `The person was asked whether you may use ${origin}, and said no. Do not try again before you have spoken with them.`,
  noAnswer: (origin: string) =>
    `The person was asked whether you may use ${origin}, and has not answered yet. Tell them that the extension's icon waits for them, then try again.`,
  fileNo: (origin: string) =>
    `The person was asked whether ${origin} may have this file of theirs, and said no. Do not try again before you have spoken with them.`,
  fileNoAnswer: (origin: string) =>
    `The person was asked whether ${origin} may have this file of theirs, and has not answered yet. Tell them that the extension's icon waits for them, then try again.`,
  noFileAccess:
    "Chrome keeps the extension from the files of this machine. The person can switch on “Allow access to file URLs” on the extension's page in Chrome: a button for it waits in the extension's popup. Ask them, then try again, or give base64Data or fileUrl.",
  noWholePath:
    "filePath must be the whole path of the file, such as /home/ann/notes.txt, without . or .. in it.",
  fileUnread:
    "No file can be read at filePath on the person's machine, so nothing was given. Ask them where it is.",
  fileNowhere:
    "It cannot be told which site this frame is from, so no file of theirs is given to it.",
  switchedOff: (name: string) =>
    `The person switched this off for all clients. Ask them to switch on “${name}” in the extension's panel under Permissions.`,
  unnamedGroup: (name: string) =>
    `The group cannot carry the name “${name}” until the person allows tab groups: a button for it waits in the extension's popup.`,
  permissionNeeded: (name: string) =>
    `The extension needs Chrome's permission “${name}” for this. The person can give it: a button for it waits in the extension's popup. Ask them, then try again.`,
} as const;

/** What the person can switch off: its name, and what goes away. */
export const SWITCH_TEXTS = {
  scripts: { name: "Scripts", more: "run code of their own in pages" },
  network: { name: "Network", more: "record what pages send and receive, and send requests" },
  history: { name: "History", more: "search where you have been" },
  bookmarks: { name: "Bookmarks", more: "search, add and delete bookmarks" },
  downloads: { name: "Downloads", more: "follow and keep downloads" },
  uploads: { name: "Uploads", more: "put files into pages" },
  clipboard: { name: "Clipboard", more: "read and change what you copied" },
} as const;

/** What Chrome calls its optional permissions. */
export const PERMISSION_TEXTS = {
  bookmarks: { name: "Bookmarks", more: "read and change your bookmarks" },
  clipboardRead: { name: "Clipboard", more: "read what you copied" },
  clipboardWrite: { name: "Clipboard", more: "change what you copied" },
  downloads: { name: "Downloads", more: "manage your downloads" },
  history: { name: "History", more: "read and change your browsing history" },
  tabGroups: {
    name: "Tab groups",
    more: "name and colour the groups of tabs that clients work in",
  },
} as const;
