/** What the person is asked in pages, and what callers are told of it. */
export const PERSON_TEXTS = {
  tookOver: (seconds: number) =>
    `The person is working in this tab themselves, so nothing was done. Reading goes on. It is yours again ${seconds} s after they last did something there, or when they give it back. Work in another tab meanwhile, or ask for it back: chrome_ask_user with this tabId and kind takeover.`,
  asking:
    "A question to the person is open in this tab. Nothing can be done there until it is answered.",
  declined: "The person did not want to answer. Go on without, or speak with them.",
  noAnswer:
    "The person has not answered in the time. They may not have seen it; ask again, or go on without.",
  notFilled: "The person answered, but the field could not be filled in. Read the page again.",

  works: (clients: readonly string[]) => {
    const all = new Intl.ListFormat("en").format(clients);
    return `${all} ${clients.length === 1 ? "is" : "are"} working here`;
  },

  card: {
    asks: (client: string) => `${client} asks`,
    answer: "Your answer",
    secret: "It goes into the field in this page and is not shown to the client.",
    takeover: "Do it in this page, then press Done. Nothing is done here by the client meanwhile.",
    pick: "Click on it, or go to it with Tab and press Enter.",
    send: "Send",
    fill: "Fill in",
    yes: "Yes",
    no: "No",
    done: "Done",
    decline: "Not now",
  },
} as const;
