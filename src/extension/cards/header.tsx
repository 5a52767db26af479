import type { ComponentChildren } from "preact";
import { TEXTS } from "../texts.ts";

/** Whose window this is, with what can be done from here at its right. */
export function Header({ children }: { children?: ComponentChildren }) {
  return (
    <header>
      <img src="icons/icon-48.png" alt="" width="24" height="24" />
      <h1 class="grow">{TEXTS.panel.title}</h1>
      {children}
    </header>
  );
}
