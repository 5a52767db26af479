import type { Task } from "./hands.ts";

/** What comes late, opens, covers or asks. */
export const waiting: readonly Task[] = [
  {
    name: "dialog-chain",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Delete draft"/);
      await hands.call("chrome_handle_dialog", { action: "accept" });
      await hands.call("chrome_handle_dialog", { action: "accept", promptText: "spring" });
      await hands.call("chrome_handle_dialog", { action: "accept" });
    },
  },
  {
    name: "download",
    async solve(hands) {
      await hands.read();
      const told = await hands.click(/"Get the report"/);
      const name = /report-(\d+)/.exec(told)?.[1];
      await hands.fill(/textbox "Number"/, name ?? "");
    },
  },
  {
    name: "toast",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Send code"/);
      await hands.fill(/textbox "Code"/, hands.said(/code is (\d+)/));
    },
  },
  {
    name: "modal",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Buy ticket"/);
      await hands.click(/"I agree"/);
      await hands.click(/"Go on"/);
    },
  },
  {
    name: "banner",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Only what is needed"/);
      await hands.click(/"Read the article"/);
    },
  },
  {
    name: "new-tab",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Show my voucher"/);
      const tabId = Number(hands.said(/new tab opened: tabId (\d+)/));
      const back = Number(hands.said(/Tab (\d+)/));
      await hands.read({ tabId });
      const voucher = hands.said(/Voucher: (\S+)/);
      await hands.call("chrome_fill_or_select", {
        tabId: back,
        ref: hands.ref(/textbox "Voucher"/),
        value: voucher,
      });
    },
  },
  {
    name: "accordion",
    async solve(hands) {
      await hands.read();
      await hands.click(/"Returns"/);
      await hands.fill(/textbox "Days"/, hands.said(/returned for (\d+) days/));
    },
  },
  {
    name: "tooltip",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_hover", { ref: hands.ref(/"Information"/) });
      await hands.fill(/textbox "Rate"/, hands.said(/Tax of ([\d.]+)/));
    },
  },
  {
    name: "late-button",
    async solve(hands) {
      await hands.read();
      await hands.click(/"I accept"/);
      await hands.click(/"Continue"/);
    },
  },
  {
    name: "long-article",
    async solve(hands) {
      await hands.call("chrome_find", { text: "note on lichens" });
      await hands.click(/note on lichens/);
    },
  },
];
