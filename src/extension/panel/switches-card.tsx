import { SWITCHES } from "../../tools/switches.ts";
import { send } from "../cards/worker-link.ts";
import type { View } from "../popup-messages.ts";
import { TEXTS } from "../texts.ts";

/** What the person lets clients do at all. */
export function SwitchesCard({ view: { switchedOff } }: { view: View }) {
  return (
    <section class="card" aria-labelledby="permissions">
      <h3 id="permissions">{TEXTS.panel.permissions}</h3>
      <p class="soft">{TEXTS.panel.permissionsMore}</p>
      <ul class="rows">
        {SWITCHES.map((name) => (
          <li key={name}>
            <label class="line">
              <span class="grow">
                <b>{TEXTS.switches[name].name}</b>{" "}
                <span class="soft">{TEXTS.switches[name].more}</span>
              </span>
              <input
                type="checkbox"
                role="switch"
                name={name}
                checked={!switchedOff.includes(name)}
                onChange={(event) =>
                  void send({ do: "switch", name, on: event.currentTarget.checked })
                }
              />
            </label>
          </li>
        ))}
      </ul>
    </section>
  );
}
