import { useLayoutEffect, useRef } from "preact/hooks";
import type { View } from "../popup-messages.ts";
import { ClientQuestion } from "./client-question.tsx";
import { Offer } from "./offer.tsx";
import { PolicyQuestion } from "./policy-question.tsx";

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
      {wishes.map((wish) => (
        <Offer key={wish} wish={wish} />
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
