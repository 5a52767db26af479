import "../jitless.ts";
import { render } from "preact";
import { BrowserCard } from "../cards/browser-card.tsx";
import { SidePanelButton } from "../cards/side-panel-button.tsx";
import { StatusCard } from "../cards/status-card.tsx";
import { useView } from "../cards/worker-link.ts";
import { TEXTS } from "../texts.ts";

/** Opened once, when the extension is new. */
function Welcome() {
  const view = useView();
  const texts = TEXTS.welcome;
  return (
    <main>
      <img src="icons/icon-128.png" alt="" width="56" height="56" />
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <dl>
        {texts.lines.map(({ name, more }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{more}</dd>
          </div>
        ))}
      </dl>
      {view && <StatusCard view={view} />}
      {view && view.connection.state !== "connected" && <BrowserCard view={view} />}
      <div class="start">
        <SidePanelButton label={texts.open} primary />
        <p class="soft">{texts.pin}</p>
      </div>
    </main>
  );
}

const root = document.querySelector("#welcome");
if (root) render(<Welcome />, root);
