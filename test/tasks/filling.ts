import type { Task } from "./hands.ts";

/** Forms, editors and fields of every kind. */
export const filling: readonly Task[] = [
  {
    name: "native-date",
    async solve(hands) {
      await hands.call("chrome_fill_form", {
        fields: [
          { label: "Day", value: "2027-02-03" },
          { label: "Time", value: "14:30" },
        ],
        submit: true,
      });
    },
  },
  {
    name: "checkboxes",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_fill_form", {
        fields: [
          { ref: hands.ref(/"Ham"/), value: false },
          { ref: hands.ref(/"Olives"/), value: true },
          { ref: hands.ref(/"Capers"/), value: true },
          { ref: hands.ref(/"Basil"/), value: true },
        ],
        submit: true,
      });
    },
  },
  {
    name: "wizard",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_fill_form", {
        fields: [
          { ref: hands.ref(/"First name"/), value: "Ann" },
          { ref: hands.ref(/"Last name"/), value: "Lee" },
        ],
        submit: true,
      });
      await hands.call("chrome_fill_or_select", {
        ref: hands.ref(/"Year of birth"/),
        value: 1990,
        submit: true,
      });
      await hands.fill(/"Country"/, "Switzerland");
      await hands.click(/"Next"/);
    },
  },
  {
    name: "frame-form",
    async solve(hands) {
      await hands.read();
      const ref = hands.ref(/"E-mail"/);
      await hands.call("chrome_fill_or_select", { ref, value: "ann@example.com", submit: true });
    },
  },
  {
    name: "foreign-frame",
    async solve(hands) {
      await hands.read();
      await hands.fill(/"Code"/, "8842");
      await hands.click(/"Pay now"/);
    },
  },
  {
    name: "shadow-form",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_fill_form", {
        fields: [
          { ref: hands.ref(/"User"/), value: "ann" },
          { ref: hands.ref(/"Password"/), value: "tulip" },
        ],
        submit: true,
      });
    },
  },
  {
    name: "rich-editor",
    async solve(hands) {
      await hands.read();
      await hands.fill(/textbox "Message"/, "Dear Bob,\nAll is well.");
      await hands.click(/button "Send"/);
    },
  },
  {
    name: "colour",
    async solve(hands) {
      await hands.read();
      await hands.fill(/"Colour"/, "#3366cc");
      await hands.click(/button "Paint"/);
    },
  },
  {
    name: "range",
    async solve(hands) {
      await hands.read();
      await hands.fill(/slider "Volume"/, 70);
    },
  },
  {
    name: "stepper",
    async solve(hands) {
      await hands.read();
      await hands.click(/clickable "\+"/, { double: true });
      await hands.click(/button "Reserve"/);
    },
  },
  {
    name: "arrow-keys",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_keyboard", {
        ref: hands.ref(/"Field"/),
        keys: "ArrowRight ArrowRight ArrowDown ArrowDown Enter",
      });
    },
  },
  {
    name: "copy-value",
    async solve(hands) {
      await hands.read();
      const phone = hands.said(/Beatrice Hall \| Chur \| ([\d ]+)/);
      await hands.fill(/textbox "Phone"/, phone.trim());
      await hands.click(/button "Call"/);
    },
  },
  {
    name: "upload",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_upload_file", {
        ref: hands.ref(/"File"/),
        base64Data: btoa("a receipt"),
        fileName: "receipt.txt",
      });
      await hands.click(/"Hand in"/);
    },
  },
];
