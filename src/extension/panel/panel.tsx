import "../jitless.ts";
import { render } from "preact";
import { BrowserCard } from "../cards/browser-card.tsx";
import { ClientsCard } from "../cards/clients-card.tsx";
import { Header } from "../cards/header.tsx";
import { QuestionCards } from "../cards/question-cards.tsx";
import { StatusCard } from "../cards/status-card.tsx";
import { TakenTabsCard } from "../cards/taken-tabs-card.tsx";
import { ThisSiteCard } from "../cards/this-site-card.tsx";
import { Versions } from "../cards/versions.tsx";
import { useView } from "../cards/worker-link.ts";
import { LogCard } from "./log-card.tsx";
import { SitesCard } from "./sites-card.tsx";
import { SwitchesCard } from "./switches-card.tsx";
import { TalkCard } from "./talk-card.tsx";
import { WorkCard } from "./work-card.tsx";

function Panel() {
  const view = useView();
  if (!view) return null;
  return (
    <main>
      <Header />
      <QuestionCards view={view} />
      <TakenTabsCard view={view} />
      <StatusCard view={view} />
      <TalkCard connected={view.connection.state === "connected"} />
      <ThisSiteCard view={view} />
      <WorkCard view={view} />
      <LogCard view={view} />
      <SitesCard view={view} />
      <SwitchesCard view={view} />
      {view.connection.state === "connected" && <ClientsCard />}
      <BrowserCard view={view} />
      <Versions view={view} />
    </main>
  );
}

const root = document.querySelector("#panel");
if (root) render(<Panel />, root);
