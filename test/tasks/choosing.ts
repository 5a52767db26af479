import type { Task } from "./hands.ts";

/** Menus, lists, pickers and tables: things to choose from. */
export const choosing: readonly Task[] = [
  {
    name: "hover-menu",
    async solve(hands) {
      await hands.call("chrome_find", { text: "File" });
      await hands.call("chrome_hover", { ref: hands.ref(/"File"/) });
      await hands.call("chrome_find", { text: "Export", role: "listitem" });
      await hands.call("chrome_hover", { ref: hands.ref(/"Export/) });
      await hands.click(/PDF/);
    },
  },
  {
    name: "context-menu",
    async solve(hands) {
      await hands.read();
      await hands.click(/Invoice March/, { button: "right" });
      await hands.click(/Archive/);
    },
  },
  {
    name: "autocomplete",
    async solve(hands) {
      await hands.read();
      await hands.fill(/combobox "City"/, "Bern");
      await hands.click(/Bern, Switzerland/);
    },
  },
  {
    name: "date-picker",
    async solve(hands) {
      await hands.read();
      await hands.click(/textbox "Date"/);
      await hands.click(/"›"/, { double: true });
      await hands.click(/"17"/);
    },
  },
  {
    name: "table-paging",
    async solve(hands) {
      await hands.read();
      await hands.click(/button "Next page"/);
      await hands.click(/button "Next page"/);
      await hands.click(/4711 \|/);
    },
  },
  {
    name: "table-sort",
    async solve(hands) {
      await hands.read();
      const costs = [...hands.said(/(table[^]*)/).matchAll(/(LX \d+) \| (\d+) francs/g)];
      const cheapest = costs.toSorted((a, b) => Number(a[2]) - Number(b[2]))[0]?.[1] ?? "";
      await hands.click(new RegExp(cheapest));
    },
  },
  {
    name: "tree",
    async solve(hands) {
      await hands.read();
      await hands.click(/Europe/);
      await hands.click(/Switzerland/);
      await hands.click(/Zurich/);
    },
  },
  {
    name: "tab-panels",
    async solve(hands) {
      await hands.read();
      await hands.click(/tab "Billing"/);
      await hands.click(/Paper invoices/);
      await hands.click(/button "Save"/);
    },
  },
  {
    name: "custom-select",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Choose…"/);
      await hands.click(/Express/);
      await hands.click(/button "Continue"/);
    },
  },
  {
    name: "radio-cards",
    async solve(hands) {
      await hands.read();
      await hands.fill(/radio "Yearly/, true);
      await hands.click(/button "Take it"/);
    },
  },
  {
    name: "endless-list",
    async solve(hands) {
      await hands.read({ filter: "interactive", viewportOnly: true });
      const container = hands.ref(/"Entries"/);
      const toBottom = { tool: "chrome_scroll", args: { container, toBottom: true } };
      await hands.call("chrome_batch", { steps: [toBottom, toBottom, toBottom] });
      await hands.click(/Entry 45/);
    },
  },
  {
    name: "stars",
    async solve(hands) {
      await hands.read();
      const refs = [...hands.said(/(clickable \[ref=[^]*)/).matchAll(/\[ref=([^\]]+)\]/g)];
      await hands.call("chrome_click_element", { ref: refs[3]?.[1] });
    },
  },
  {
    name: "nameless-icons",
    async solve(hands) {
      await hands.read();
      await hands.click(/icon-trash/);
    },
  },
  {
    name: "memory-cards",
    async solve(hands) {
      await hands.read();
      const cards = hands.said(/(clickable[^]*)/).matchAll(/\[ref=([^\]]+)\]/g);
      const refs = [...cards].map(([, ref]) => ref);
      const clicks = refs.map((ref) => ({ tool: "chrome_click_element", args: { ref } }));
      // Turned one after the other, each face is told; the next two turn those before them down.
      const told = (await hands.call("chrome_batch", { steps: clicks })).split("— Step").slice(1);
      const faces = told.map((step) => /~[^\n]*"(Moon|Star|Sun)"/.exec(step)?.[1] ?? "");
      const inPairs = clicks
        .map((click, at) => ({ click, face: faces[at] ?? "" }))
        .toSorted((a, b) => a.face.localeCompare(b.face));
      await hands.call("chrome_batch", { steps: inPairs.map(({ click }) => click) });
    },
  },
];
