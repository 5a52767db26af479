import { useEffect, useState } from "preact/hooks";
import { TEXTS } from "../texts.ts";

/** Opens the side panel in this window. */
export function SidePanelButton(props: {
  label?: string;
  primary?: boolean;
  onOpened?: () => void;
}) {
  const [windowId, setWindowId] = useState<number>();
  // Known before the press: Chrome opens the panel only for a press, which a question in between would end.
  useEffect(() => {
    void chrome.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);
  if (windowId === undefined) return null;
  return (
    <button
      type="button"
      class={props.primary ? "primary" : "quiet"}
      onClick={() => void chrome.sidePanel.open({ windowId }).then(props.onOpened)}
    >
      {props.label ?? TEXTS.panel.open}
    </button>
  );
}
