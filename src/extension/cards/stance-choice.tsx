import { useId } from "preact/hooks";
import { type Stance, stanceSchema } from "../policy/site-rules.ts";
import { TEXTS } from "../texts.ts";

/** Allow, ask or deny. */
export function StanceChoice(props: {
  /** What it is about, for those who do not see it. */
  label: string;
  value: Stance;
  onChoose: (stance: Stance) => void;
}) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="unseen">{props.label}</legend>
      {stanceSchema.options.map((stance) => (
        <label key={stance} class={stance}>
          <input
            type="radio"
            name={name}
            value={stance}
            checked={props.value === stance}
            onChange={() => props.onChoose(stance)}
          />
          <span>{TEXTS.panel.stances[stance]}</span>
        </label>
      ))}
    </fieldset>
  );
}
