import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { microphonePermission } from "../talk/microphone-permission.ts";
import { TEXTS } from "../texts.ts";

type Answer = "asking" | "granted" | "dismissed" | "refused" | "no_microphone";

/**
 * Asks for the microphone, which Chrome lets only a page in a tab do. It closes as soon as the person has said
 * yes, here or in Chrome's settings: they are back where they were.
 */
function MicrophonePage() {
  const texts = TEXTS.talk.microphone;
  const [answer, setAnswer] = useState<Answer>("asking");
  const ask = async () => {
    setAnswer("asking");
    const next = await askChrome();
    setAnswer(next);
    if (next === "granted") await close();
  };
  useEffect(() => {
    void ask();
    void microphonePermission().then((permission) =>
      permission.addEventListener("change", () => {
        if (permission.state === "granted") void ask();
      }),
    );
  }, []);
  const { lead, more } = WORDS[answer];
  return (
    <main>
      <img src="icons/icon-128.png" alt="" width="48" height="48" />
      <h1>{texts.title}</h1>
      <p class="lead" role="status">
        {lead}
      </p>
      <p>{more}</p>
      {answer === "refused" && (
        <div class="buttons">
          <button type="button" class="primary" onClick={() => void openSettings()}>
            {texts.settings}
          </button>
        </div>
      )}
      {answer === "dismissed" && (
        <div class="buttons">
          <button type="button" class="primary" onClick={() => void ask()}>
            {texts.askAgain}
          </button>
        </div>
      )}
    </main>
  );
}

const { microphone } = TEXTS.talk;

const WORDS: Readonly<Record<Answer, { lead: string; more: string }>> = {
  asking: { lead: microphone.asking, more: microphone.more },
  granted: { lead: microphone.granted, more: microphone.more },
  dismissed: { lead: microphone.refused, more: microphone.more },
  refused: { lead: microphone.refused, more: microphone.wayBack },
  no_microphone: { lead: microphone.none, more: microphone.more },
};

async function askChrome(): Promise<Answer> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return "granted";
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== "NotAllowedError") return "no_microphone";
    return (await microphonePermission()).state === "prompt" ? "dismissed" : "refused";
  }
}

async function close(): Promise<void> {
  const tab = await chrome.tabs.getCurrent();
  if (tab?.id !== undefined) await chrome.tabs.remove(tab.id);
}

async function openSettings(): Promise<void> {
  const site = encodeURIComponent(`${location.origin}/`);
  await chrome.tabs.create({ url: `chrome://settings/content/siteDetails?site=${site}` });
}

const root = document.querySelector("#microphone");
if (root) render(<MicrophonePage />, root);
