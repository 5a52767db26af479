/** Looks of the cards in pages, which inherit nothing from the page. */
export const CARD_STYLE = `
:host {
  all: initial !important;
  display: contents !important;
  color-scheme: light dark !important;
}
dialog { display: contents; }
dialog:modal { display: block; width: 0; height: 0; padding: 0; border: 0; }
.card {
  --back: #ffffff; --line: #d5dae2; --text: #1b2330; --soft: #5a6473; --accent: #2563d9; --on-accent: #ffffff;
  position: fixed;
  inset: 16px 16px auto auto;
  margin: 0;
  box-sizing: border-box;
  width: 360px;
  max-width: calc(100% - 32px);
  max-height: calc(100vh - 32px);
  overflow: auto;
  padding: 14px 16px 16px;
  border: 1px solid var(--line);
  border-top: 3px solid var(--accent);
  border-radius: 10px;
  background: var(--back);
  color: var(--text);
  box-shadow: 0 8px 30px rgb(0 0 0 / 28%);
  font: 14px/1.45 system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  .card { --back: #1f242c; --line: #3c4553; --text: #e8ebf0; --soft: #a0aaba; --accent: #6ea1ff; --on-accent: #0e1626; }
}
h2 { margin: 0 0 4px; color: var(--soft); font: 600 12px/1.4 system-ui, sans-serif; overflow-wrap: anywhere; }
p { margin: 0 0 12px; overflow-wrap: anywhere; white-space: pre-wrap; }
.more { color: var(--soft); font-size: 12px; }
.options { display: grid; gap: 8px; margin-bottom: 10px; }
.buttons { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; }
textarea, input, button { box-sizing: border-box; font: inherit; border-radius: 6px; }
textarea, input { width: 100%; padding: 7px 9px; border: 1px solid var(--soft); background: var(--back); color: var(--text); }
textarea { resize: vertical; min-height: 60px; }
button { padding: 6px 14px; border: 1px solid var(--line); background: none; color: var(--text); cursor: pointer; text-align: start; overflow-wrap: anywhere; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
