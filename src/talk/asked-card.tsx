import type { Question } from "../protocol/question.ts";

/** What a client asks, with the answers that can be pressed: the same as saying or writing them. */
export function AskedCard(props: { asked: Question; onWrite: (text: string) => void }) {
  const { asked, onWrite } = props;
  const answers = answersTo(asked);
  return (
    <section class="client-asks" aria-labelledby="client-asks" aria-describedby="client-asked">
      <h3 id="client-asks">{asked.client} asks</h3>
      <p id="client-asked" dir="auto">
        {asked.text}
      </p>
      {asked.kind === "text" && <p class="hint">Say your answer, or write it below.</p>}
      {asked.kind === "takeover" && <p class="hint">Do it in the browser, then press Done.</p>}
      <div class="answers">
        {answers.map(({ label, text }, place) => (
          <button
            key={label}
            type="button"
            class={place === 0 && asked.kind !== "choice" ? "button primary" : undefined}
            onClick={() => onWrite(text)}
          >
            <bdi>{label}</bdi>
          </button>
        ))}
        <button type="button" class="quiet" onClick={() => onWrite("No answer")}>
          Not now
        </button>
      </div>
    </section>
  );
}

/** Said in full, so that a choice called "Stop" is not taken for the word. */
function answersTo({ kind, choices }: Question): { label: string; text: string }[] {
  switch (kind) {
    case "text":
      return [];
    case "choice":
      return choices.map((choice) => ({
        label: choice,
        text: `The answer is ${choice.replaceAll(/\s+/g, " ")}`,
      }));
    case "confirm":
      return [
        { label: "Yes", text: "The answer is yes" },
        { label: "No", text: "The answer is no" },
      ];
    case "takeover":
      return [{ label: "Done", text: "Done" }];
  }
}
