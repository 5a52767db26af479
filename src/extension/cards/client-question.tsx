import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { OpenQuestion } from "../person/open-questions.ts";
import { MOST_ANSWER_CHARS } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";
import { CommandButton } from "./command-button.tsx";
import { showTab, useTabs } from "./open-tabs.ts";
import { send } from "./worker-link.ts";

/** What a client asks the person; the same as on the card in the page. Answering one closes the other. */
export function ClientQuestion({ asked }: { asked: OpenQuestion }) {
  const { id, client, tabId, kind, question } = asked;
  const texts = TEXTS.panel;
  const tab = useTabs([tabId]).get(tabId);
  const title = tab?.title ?? texts.aTab;
  const isAboutTab = kind === "pick" || kind === "takeover" || kind === "secret";
  return (
    <section class="card asking" aria-labelledby={id} aria-describedby={`${id} question`}>
      <h2 id={id}>{TEXTS.person.card.asks(client)}</h2>
      <p class="asked" dir="auto" id={`${id} question`}>
        {question}
      </p>
      <p class="small cut" title={title}>
        {texts.askedIn(title)}
      </p>
      <Answers asked={asked}>
        {isAboutTab && tab && (
          <button type="button" aria-label={texts.show(title)} onClick={() => showTab(tab)}>
            {texts.showTab}
          </button>
        )}
        <CommandButton command={{ do: "answer_client", id }}>
          {TEXTS.person.card.decline}
        </CommandButton>
      </Answers>
    </section>
  );
}

/** The ways to answer a question of its kind, and then those of `children`. */
function Answers({
  asked: { id, kind, options },
  children,
}: {
  asked: OpenQuestion;
  children: ComponentChildren;
}) {
  const words = TEXTS.person.card;
  const texts = TEXTS.panel;
  const answer = (said: string) => ({ do: "answer_client", id, answer: said }) as const;
  switch (kind) {
    case "text":
    case "secret":
      return (
        <TypedAnswer id={id} isSecret={kind === "secret"}>
          {children}
        </TypedAnswer>
      );
    case "choice":
      return (
        <>
          <div class="options">
            {options.map((option) => (
              <CommandButton key={option} command={answer(option)}>
                <bdi>{option}</bdi>
              </CommandButton>
            ))}
          </div>
          <div class="buttons">{children}</div>
        </>
      );
    case "confirm":
      return (
        <div class="buttons">
          <CommandButton command={answer("yes")} look="primary">
            {words.yes}
          </CommandButton>
          <CommandButton command={answer("no")}>{words.no}</CommandButton>
          {children}
        </div>
      );
    case "takeover":
      return (
        <>
          <p class="small">{texts.takeoverMore}</p>
          <div class="buttons">
            <CommandButton command={answer("done")} look="primary">
              {words.done}
            </CommandButton>
            {children}
          </div>
        </>
      );
    case "pick":
      return (
        <>
          <p class="small">{texts.pickMore}</p>
          <div class="buttons">{children}</div>
        </>
      );
  }
}

/** Enter sends. What was typed is kept until then, in this field alone. */
function TypedAnswer(props: { id: string; isSecret: boolean; children: ComponentChildren }) {
  const { id, isSecret, children } = props;
  const [typed, setTyped] = useState("");
  const words = TEXTS.person.card;
  const submit = (event: Event) => {
    event.preventDefault();
    setTyped("");
    void send({ do: "answer_client", id, answer: typed });
  };
  const field = {
    "aria-label": words.answer,
    maxLength: MOST_ANSWER_CHARS,
    value: typed,
    onInput: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
  };
  const sendAtEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    submit(event);
  };
  return (
    <form class="answer" onSubmit={submit}>
      {isSecret ? (
        <input type="password" autocomplete="off" {...field} />
      ) : (
        <textarea rows={2} onKeyDown={sendAtEnter} {...field} />
      )}
      {isSecret && <p class="small">{TEXTS.panel.secretMore}</p>}
      <div class="buttons">
        <button class="primary">{isSecret ? words.fill : words.send}</button>
        {children}
      </div>
    </form>
  );
}
