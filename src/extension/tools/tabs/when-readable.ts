import { z } from "zod";

/** A page that can be read, and what it says of itself. */
export const readableSchema = z.object({
  url: z.string(),
  title: z.string(),
  status: z.number(),
  complete: z.boolean(),
  /** Something is there to be seen, or nothing that could still bring it. */
  filled: z.boolean(),
});
export type Readable = z.infer<typeof readableSchema>;

/**
 * Runs inside the page, and so can use nothing from here. Settles when the document is parsed and, where it shows
 * nothing then, when scripts have brought something, or after `mostMs`. Must not wait for `load`: that waits for
 * the scripts of extensions.
 */
export async function whenReadable(mostMs: number) {
  const SILENT = /^(noscript|script|style|template|title)$/;
  const PICTURE =
    /^(audio|button|canvas|embed|frame|iframe|img|input|object|select|svg|textarea|video)$/;
  const CHANGES = { subtree: true, childList: true, characterData: true, attributes: true };
  const SEEN = { opacityProperty: true, visibilityProperty: true };
  const shown = Promise.withResolvers<boolean>();
  const observer = new MutationObserver(() => look());

  const isSeen = (node: Node) => {
    if (node instanceof Text) {
      return /\S/.test(node.data) && (node.parentElement?.checkVisibility(SEEN) ?? true);
    }
    if (!(node instanceof Element)) return false;
    // Of a closed shadow root no more is known than that it takes room.
    const isClosed = node.localName.includes("-") && !node.shadowRoot && node.matches(":defined");
    if (!isClosed && !PICTURE.test(node.localName)) return false;
    const { width, height } = node.getBoundingClientRect();
    return width > 1 && height > 1 && node.checkVisibility(SEEN);
  };
  /** Ends at the first thing that is seen: near the beginning of most pages. */
  const shows = (root: Node): boolean => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: ({ nodeName }) =>
        SILENT.test(nodeName.toLowerCase()) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (isSeen(node)) return true;
      if (!(node instanceof Element) || !node.shadowRoot) continue;
      observer.observe(node.shadowRoot, CHANGES);
      if (shows(node.shadowRoot)) return true;
    }
    return false;
  };
  const isFilled = () => document.body === null || shows(document.body);
  const look = () => {
    if (isFilled()) shown.resolve(true);
  };

  const parsed = Promise.withResolvers<void>();
  if (document.readyState !== "loading") parsed.resolve();
  document.addEventListener("DOMContentLoaded", () => parsed.resolve(), { once: true });
  await parsed.promise;
  // Without scripts nothing more comes. Whether something is seen, Chrome would have to work out before it draws.
  let filled = document.scripts.length === 0 || isFilled();
  if (!filled) {
    observer.observe(document, CHANGES);
    const looks = ["load", "animationend", "transitionend"];
    for (const event of looks) window.addEventListener(event, look);
    setTimeout(() => shown.resolve(false), mostMs);
    filled = await shown.promise;
    for (const event of looks) window.removeEventListener(event, look);
  }
  observer.disconnect();
  const [entry] = performance.getEntriesByType("navigation");
  const status = entry instanceof PerformanceNavigationTiming ? entry.responseStatus : 0;
  return {
    url: location.href,
    title: document.title,
    status,
    complete: document.readyState === "complete",
    filled,
  };
}
