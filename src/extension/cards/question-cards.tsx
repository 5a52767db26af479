import { useLayoutEffect, useRef } from "preact/hooks";
import { browserTools, isBrowserToolName } from "../../tools/catalogue.ts";
import { hostOf } from "../badge.ts";
import type { OptionalPermission } from "../policy/optional-permissions.ts";
import type { Question } from "../policy/questions.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { ClientQuestion } from "./client-question.tsx";
import { CommandButton } from "./command-button.tsx";
import { send } from "./worker-link.ts";

/** A click that was on its way to something else when a card came up there is no answer. */
const UNSEEN_MS = 300;

/** What waits for the person: what clients ask them, sites that they want to use, and permissions that they lack. */
export function QuestionCards({ view: { openQuestions, questions, wishes } }: { view: View }) {
  const ids = [...openQuestions, ...questions].map(({ id }) => id);
  const onClickCapture = useGuard([...ids, ...wishes].join());
  return (
    <div class="questions" role="alert" onClickCapture={onClickCapture}>
      {openQuestions.map((asked) => (
        <ClientQuestion key={asked.id} asked={asked} />
      ))}
      {questions.map((question) => (
        <PolicyQuestion key={question.id} question={question} />
      ))}
      {wishes.map((permission) => (
        <PermissionOffer key={permission} permission={permission} />
      ))}
    </div>
  );
}

/** Stops clicks in the first moments after the cards have moved. */
function useGuard(cards: string): (event: Event) => void {
  const movedMs = useRef(0);
  useLayoutEffect(() => {
    movedMs.current = performance.now();
  }, [cards]);
  return (event) => {
    if (performance.now() - movedMs.current >= UNSEEN_MS) return;
    event.stopPropagation();
    event.preventDefault();
  };
}

function PolicyQuestion({ question }: { question: Question }) {
  return question.about === "site" ? (
    <SiteQuestion question={question} />
  ) : (
    <FileQuestion question={question} />
  );
}

function SiteQuestion({ question }: { question: Extract<Question, { about: "site" }> }) {
  const { id, client, origin, tool } = question;
  const texts = TEXTS.panel;
  const title = isBrowserToolName(tool) ? browserTools[tool].title : tool;
  return (
    <section class="card asking" aria-labelledby={id}>
      <h2 id={id}>{texts.asks(client, hostOf(origin))}</h2>
      <p class="small">{texts.asksMore(title)}</p>
      <div class="buttons">
        <CommandButton command={{ do: "answer", id, verdict: "once" }} look="primary">
          {texts.once}
        </CommandButton>
        <CommandButton command={{ do: "answer", id, verdict: "a_while" }}>
          {texts.aWhile}
        </CommandButton>
        <CommandButton command={{ do: "answer", id, verdict: "always" }}>
          {texts.always}
        </CommandButton>
        <CommandButton command={{ do: "answer", id, verdict: "no" }}>{texts.no}</CommandButton>
      </div>
    </section>
  );
}

function FileQuestion({ question }: { question: Extract<Question, { about: "file" }> }) {
  const { id, client, origin, path } = question;
  const texts = TEXTS.panel;
  return (
    <section class="card asking" aria-labelledby={id} aria-describedby={`${id} path`}>
      <h2 id={id}>{texts.asksFile(client, hostOf(origin))}</h2>
      <p class="asked">
        <code id={`${id} path`}>{path}</code>
      </p>
      <p class="small">{texts.asksFileMore}</p>
      <div class="buttons">
        <CommandButton command={{ do: "answer", id, verdict: "once" }} look="primary">
          {texts.giveFile}
        </CommandButton>
        <CommandButton command={{ do: "answer", id, verdict: "no" }}>{texts.no}</CommandButton>
      </div>
    </section>
  );
}

function PermissionOffer({ permission }: { permission: OptionalPermission }) {
  const texts = TEXTS.panel;
  const { name, more } = TEXTS.permissions[permission];
  // Chrome opens its own question only for a button that was pressed just now, so it is asked from here.
  const ask = async () => {
    const given = await chrome.permissions.request({ permissions: [permission] });
    if (given) await send({ do: "drop_wish", permission });
  };
  return (
    <section class="card asking" aria-labelledby={permission}>
      <h2 id={permission}>{texts.wishes(name)}</h2>
      <p class="small">{texts.wishesMore(more)}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          data-permission={permission}
          onClick={() => void ask()}
        >
          {texts.allowWish}
        </button>
        <CommandButton command={{ do: "drop_wish", permission }}>{texts.dropWish}</CommandButton>
      </div>
    </section>
  );
}
