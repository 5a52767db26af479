import type { Task } from "./hands.ts";

/** What needs the mouse at the right point: dragging, drawing, marking. */
export const pointing: readonly Task[] = [
  {
    name: "drag-card",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_drag", {
        from: { ref: hands.ref(/draggable "Write report"/) },
        to: { selector: "#done-column" },
      });
    },
  },
  {
    name: "sortable",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_drag", {
        from: { ref: hands.ref(/Allegro$/) },
        to: { ref: hands.ref(/Largo$/), position: "after" },
      });
    },
  },
  {
    name: "custom-slider",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_drag", {
        from: { ref: hands.ref(/draggable "handle"/) },
        to: { offset: { x: 250, y: 0 } },
      });
    },
  },
  {
    name: "canvas",
    async solve(hands) {
      const outline = await hands.read({ boxes: true });
      const [, x = "", y = ""] = /canvas "Map"[^\n]*@(-?\d+),(-?\d+)/.exec(outline) ?? [];
      await hands.call("chrome_click_element", {
        coordinates: { x: Number(x) + 220, y: Number(y) + 140 },
      });
    },
  },
  {
    name: "canvas-look",
    async solve(hands) {
      const outline = await hands.read({ boxes: true });
      const [, x = "", y = ""] = /canvas "Chart"[^\n]*@(-?\d+),(-?\d+)/.exec(outline) ?? [];
      await hands.call("chrome_screenshot", { ref: hands.ref(/canvas "Chart"/) });
      // A model sees the red square in the middle of the picture's right lower part.
      await hands.call("chrome_click_element", {
        coordinates: { x: Number(x) + 220, y: Number(y) + 140 },
      });
    },
  },
  {
    name: "text-selection",
    async solve(hands) {
      await hands.read();
      await hands.call("chrome_select_text", { selector: "#text", text: "quick brown" });
      await hands.click(/"Highlight"/);
    },
  },
];
