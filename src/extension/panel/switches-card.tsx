import { SWITCHES } from "../../tools/switches.ts";
import { send } from "../cards/worker-link.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** What the person lets clients do at all, and whether they are shown where. */
export function SwitchesCard({ view: { switchedOff, framesTabs } }: { view: View }) {
  return (
    <section class="card" aria-labelledby="permissions">
      <h3 id="permissions">{TEXTS.panel.permissions}</h3>
      <p class="soft">{TEXTS.panel.permissionsMore}</p>
      <ul class="rows">
        {SWITCHES.map((name) => (
          <SwitchRow
            key={name}
            name={name}
            texts={TEXTS.switches[name]}
            on={!switchedOff.includes(name)}
            onChange={(on) => void send({ do: "switch", name, on })}
          />
        ))}
      </ul>
      <p class="soft">{TEXTS.panel.youSee}</p>
      <ul class="rows">
        <SwitchRow
          name="frame"
          texts={TEXTS.panel.frame}
          on={framesTabs}
          onChange={(on) => void send({ do: "frame_tabs", on })}
        />
      </ul>
    </section>
  );
}

interface SwitchRowProps {
  name: string;
  texts: { name: string; more: string };
  on: boolean;
  onChange: (on: boolean) => void;
}

function SwitchRow({ name, texts, on, onChange }: SwitchRowProps) {
  return (
    <li>
      <label class="line">
        <span class="grow">
          <b>{texts.name}</b> <span class="soft">{texts.more}</span>
        </span>
        <input
          type="checkbox"
          role="switch"
          name={name}
          checked={on}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </label>
    </li>
  );
}
