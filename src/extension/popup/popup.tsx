import "../jitless.ts";
import { render } from "preact";
import { BrowserCard } from "../cards/browser-card.tsx";
import { ClientsCard } from "../cards/clients-card.tsx";
import { Header } from "../cards/header.tsx";
import { QuestionCards } from "../cards/question-cards.tsx";
import { SidePanelButton } from "../cards/side-panel-button.tsx";
import { StatusCard } from "../cards/status-card.tsx";
import { TakenTabsCard } from "../cards/taken-tabs-card.tsx";
import { ThisSiteCard } from "../cards/this-site-card.tsx";
import { Versions } from "../cards/versions.tsx";
import { useView } from "../cards/worker-link.ts";

function Popup() {
  const view = useView();
  if (!view) return null;
  return (
    <main>
      <Header>
        <SidePanelButton onOpened={() => window.close()} />
      </Header>
      <QuestionCards view={view} />
      <TakenTabsCard view={view} />
      <StatusCard view={view} />
      <ThisSiteCard view={view} />
      {view.connection.state === "connected" && <ClientsCard />}
      <BrowserCard view={view} />
      <Versions view={view} />
    </main>
  );
}

const root = document.querySelector("#popup");
if (root) render(<Popup />, root);
