import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";

/** Which addresses the tools open, and which pages they work in. */

const STORES =
  /^https:\/\/(chromewebstore\.google\.com|chrome\.google\.com\/webstore|microsoftedge\.microsoft\.com\/addons)(\/|$)/;

/** Why the tools cannot work in a page; undefined when they can. */
export function whyUnsupported(url: string): string | undefined {
  if (url === "" || /^about:(blank|srcdoc)/.test(url)) return undefined;
  if (STORES.test(url)) return "Chrome lets no extension into its web store.";
  if (/^https?:/.test(url)) return undefined;
  return "Chrome's own pages, extensions, files and view-source are closed to the tools.";
}

/** The address that what was typed means. `blocked_by_policy` for schemes that no tool may open. */
export function addressOf(typed: string): Outcome<string> {
  const text = typed.trim();
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?([/?#]|$)/i.test(text);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const hasScheme = scheme !== undefined && !loopback && !/^[^/?#]+:\d+([/?#]|$)/.test(text);
  const address = hasScheme
    ? text
    : `${loopback ? "http" : "https"}://${text.replace(/^\/\//, "")}`;
  if (hasScheme && scheme !== "http" && scheme !== "https" && address !== "about:blank") {
    return fail(
      "blocked_by_policy",
      "Only http:// and https:// addresses and about:blank may be opened.",
    );
  }
  if (!URL.canParse(address) || /\s/.test(text)) {
    return fail(
      "invalid_arguments",
      "url is not an address. It looks like https://example.com/page.",
    );
  }
  const { href } = new URL(address);
  if (STORES.test(href)) {
    return fail("blocked_by_policy", "The web store is for the person alone.");
  }
  return succeed(href);
}
