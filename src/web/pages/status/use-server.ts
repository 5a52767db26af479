import { useEffect, useMemo, useState } from "preact/hooks";
import { keepCredential, keptCredential } from "./credential.ts";
import { type ServerView, ServerWatch } from "./server-watch.ts";

/** What a page knows of the server, asked while the page is seen, with the credential of this tab. */
export function useServer() {
  const [view, setView] = useState<ServerView>({ state: "starting" });
  const [credential, setCredential] = useState(keptCredential);
  const watch = useMemo(
    () => new ServerWatch({ fetch: ask, after, onView: setView }, credential),
    [],
  );
  useEffect(() => watchWhileVisible(watch), [watch]);
  const use = (next: string | undefined) => {
    keepCredential(next);
    setCredential(next);
    watch.useCredential(next);
  };
  return { view, credential, use };
}

function watchWhileVisible(watch: ServerWatch): () => void {
  const follow = () => {
    if (document.visibilityState === "visible") watch.start();
    else watch.stop();
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  return () => {
    document.removeEventListener("visibilitychange", follow);
    watch.stop();
  };
}

/** `fetch` itself works only as a function of the window. */
function ask(path: string, init: RequestInit): Promise<Response> {
  return fetch(path, init);
}

function after(ms: number, next: () => void): () => void {
  const timer = setTimeout(next, ms);
  return () => clearTimeout(timer);
}
