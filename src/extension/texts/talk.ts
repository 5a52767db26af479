/** What the side panel and the page about the microphone say of talking. The rest is in src/talk. */
export const TALK_TEXTS = {
  title: "Talk to this browser",
  lead: "Say it, and this browser does it. It goes on while the panel is closed, until you end it.",
  start: "Start talking",
  again: "Start again",
  starting: "Connecting …",
  over: "The conversation is over.",
  sayings: "What you can say",
  outOfReach:
    "The LiveKit server is reachable only on the server's own machine. Whoever runs it can set livekit.public_url.",

  notAsked: "Chrome wants you to allow the microphone first.",
  denied: "Chrome does not let the extension use the microphone.",

  microphone: {
    title: "The microphone",
    asking: "Chrome asks you above whether Chrome MCP Remote may use the microphone.",
    more: "It is open only while you talk to this browser; the badge on the extension’s icon shows it. What it hears goes to your own server.",
    granted: "Chrome lets the extension hear you. Close this tab.",
    refused: "Chrome does not let the extension use the microphone.",
    wayBack: "Allow it in the extension’s own settings in Chrome, under Microphone.",
    settings: "Open these settings",
    askAgain: "Ask again",
    none: "This machine has no microphone that works. What you write is understood as well.",
  },
} as const;
