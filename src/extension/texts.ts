import { PERSON_TEXTS } from "./texts/person.ts";
import { PANEL_TEXTS, WELCOME_TEXTS } from "./texts/panel.ts";
import { TALK_TEXTS } from "./texts/talk.ts";
import { PERMISSION_TEXTS, POLICY_TEXTS, SWITCH_TEXTS } from "./texts/policy.ts";

/** Every sentence that the extension shows to the person, or answers to a caller. */
export const TEXTS = {
  /** What callers are told. */
  failures: {
    internal:
      "The extension met an error of its own. Nothing is known about what was done; look at the page.",
    paused: "The person paused this browser. Ask them to press Resume in the extension's popup.",
    cancelled: "The call was cancelled.",
    stopped:
      "The person at the browser pressed Stop. Part of an action may be done. Ask them before you go on.",
    cancelledAction:
      "The call was cancelled while it ran. Part of it may be done; look at the page.",
    timeout: "The call did not finish in its time. Ask for less, or give a longer timeoutMs.",
    timeoutAction:
      "The action did not finish in its time. Part of it may be done; look at the page before trying again.",
    timeoutWaiting:
      "Earlier calls kept the tab busy the whole time, so nothing was done. Wait for them, or cancel them.",
    tooLarge:
      "The answer is larger than can be sent. Ask for less: fewer characters, or a part of the page.",
    tooDeep: "The answer nests deeper than can be sent. Return a flatter value.",
    congested:
      "Earlier answers still wait to be sent over a slow connection. Wait a moment, or ask for less.",
    unknownTool:
      "This browser's extension has no such tool. It may be older than the server: update it.",
    nestedBatch: "A batch cannot be a step of another. Put its steps into this one.",
  },

  /** What the person is asked in pages, and what callers are told of it. */
  person: PERSON_TEXTS,

  /** What callers are told about sites, switches and permissions. */
  policy: POLICY_TEXTS,

  /** What the person can switch off. */
  switches: SWITCH_TEXTS,

  /** Permissions that Chrome asks the person for. */
  permissions: PERMISSION_TEXTS,

  /** What the popup and the side panel say of what clients do. */
  panel: PANEL_TEXTS,

  /** Talking to this browser. */
  talk: TALK_TEXTS,

  /** The first-run page. */
  welcome: WELCOME_TEXTS,

  /** Why an address was not taken. */
  address: {
    notAnAddress: "This is not the address of a server. It looks like http://localhost:3001.",
    wrongScheme: "The address must begin with http:// or https://.",
    noPassword: "Leave the name and password out of the address.",
  },

  /** Why the server gave nothing when it was asked. */
  serverApi: {
    connectFirst: "Connect to the server first.",
    unreachable: "The server did not answer. Try again when it is connected.",
    refused: (status: number) =>
      `The server refused (${status}). Connect again, then try once more.`,
    strangeAnswer: "The server answered something else. Is it the right address?",
  },

  /** What the popup says. */
  popup: {
    failed: "That did not work. Close this window and open it again.",
    starting: "Starting",
    startingMore: "One moment.",
    connecting: (server: string) => `Connecting to ${server}`,
    connectingMore: "Waiting for the server's answer.",
    connected: (server: string) => `Connected to ${server}`,
    ready: "Your AI clients can use this browser.",
    working: (calls: number) =>
      calls === 1 ? "A client is working in it now." : `Working on ${calls} calls now.`,
    paused: "Paused",
    pausedMore: "No client can use this browser until you resume.",
    notConnected: (server: string) => `Not connected to ${server}`,
    tryingAgain: "It tries again by itself.",
    off: "Disconnected",
    offMore: "Nobody can use this browser until you connect.",
    serverSays: (message: string) => `The server says: ${message}`,

    pause: "Pause",
    resume: "Resume",
    connect: "Connect",
    tryNow: "Try now",
    cancel: "Cancel",
    disconnect: "Disconnect",
    connectAsNewUser: "Connect as a new user",
    newUserMore: "Addresses that your AI clients use now stop working; copy a new one afterwards.",
    newerExtension: "Download it",
    invitation: "Invitation",
    invitationMissing: "Paste the invitation you were given.",

    clients: "AI clients",
    copyAddress: "Copy MCP address",
    copyConfiguration: "Copy configuration",
    copied: "Copied",
    addressSecret: "The address is a key to this browser. Give it to nobody.",
    newAddress: "New address",
    newAddressSure: "Clients that use the old address lose access at once.",
    newAddressDo: "Replace and copy",

    browser: "This browser",
    name: "Name",
    user: "User",
    session: "Session",
    copy: (what: string) => `Copy ${what}`,

    server: "Server",
    useServer: "Use this server",
    serverSure: (host: string) => `Connect to ${host}? Whoever runs it can use this browser.`,
    serverUnencrypted:
      "The address is not encrypted (http): others on the network could read along.",

    versions: (extension: string, server: string | undefined) =>
      server === undefined ? `Extension ${extension}` : `Extension ${extension} · Server ${server}`,
  },

  /** Words of the toolbar icon. */
  badge: {
    asleep: "Starting",
    connecting: (server: string) => `Connecting to ${server}`,
    connected: (server: string) => `Connected to ${server}`,
    waiting: (server: string) => `Not connected to ${server}; trying again`,
    stopped: (server: string) => `Not connected: ${server} said no. Open for more`,
    off: "Disconnected",
    asked: "A client asks you something. Open to answer",
    paused: "Paused: AI clients cannot use this browser",
    taken: (tabs: number) =>
      tabs === 1 ? "You have taken over a tab" : `You have taken over ${tabs} tabs`,
    hears: "your microphone is on",
    working: (calls: number) => (calls === 1 ? "working" : `working on ${calls} calls`),
  },

  /** Why a server wants this browser to stay away, by close code. */
  stopped: {
    hello_timeout: "The server gave up waiting for this browser to say who it is.",
    replaced:
      "Another connection of this browser took over. If you copied the profile, use one copy at a time.",
    not_allowed: "The server does not let this browser in. Ask who runs it.",
    protocol_too_old:
      "This extension is too old for the server. Install the one that the server offers.",
    unknown_token:
      "The server does not know this browser any more. Its data may have been lost or renewed.",
    invitation_needed:
      "The server lets in invited browsers only. Ask who runs it for an invitation.",
    revoked: "The server has withdrawn this browser's access.",
    other: "The server asked this browser to stay away.",
  },

  /** Why there is no connection just now. */
  waiting: {
    unreachable: "Nobody answers at this address. Is the server running?",
    lost: "The connection broke.",
    silent: "The server stopped answering.",
    sent_away: "The server asked to come back later.",
  },
} as const;
