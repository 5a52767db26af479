import { browserTools, isBrowserToolName } from "../../tools/catalogue.ts";
import { hostOf } from "../badge.ts";
import type { Question } from "../policy/questions.ts";
import { TEXTS } from "../texts.ts";
import { CommandButton } from "./command-button.tsx";

type About<A extends Question["about"]> = Extract<Question, { about: A }>;

/** Whether a client may use a site, or give it a file. */
export function PolicyQuestion({ question }: { question: Question }) {
  return question.about === "site" ? (
    <SiteQuestion question={question} />
  ) : (
    <FileQuestion question={question} />
  );
}

function SiteQuestion({ question }: { question: About<"site"> }) {
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

function FileQuestion({ question }: { question: About<"file"> }) {
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
