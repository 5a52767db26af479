import type { Chromium } from "./chromium.ts";

/** A page of the server in a real Chromium. */
export class WebPage {
  readonly chromium: Chromium;
  /** What the page did against its own content security policy, or threw. */
  readonly complaints: unknown[] = [];
  readonly tab: string;

  constructor(chromium: Chromium, tab: string) {
    this.chromium = chromium;
    this.tab = tab;
  }

  /** Begins to note complaints, and to know when a page has loaded. */
  async watch(): Promise<void> {
    const { cdp } = this.chromium;
    cdp.listen(({ method, params }) => {
      const isSecurity =
        method === "Log.entryAdded" && JSON.stringify(params).includes('"security"');
      if (isSecurity || method === "Runtime.exceptionThrown") this.complaints.push(params);
    });
    for (const domain of ["Log", "Runtime", "Page"]) {
      await cdp.send(`${domain}.enable`, {}, this.tab);
    }
  }

  async go(url: string): Promise<void> {
    const { cdp } = this.chromium;
    const loaded = cdp.next(({ method }) => method === "Page.loadEventFired");
    await cdp.send("Page.navigate", { url }, this.tab);
    await loaded;
  }

  run(script: string): Promise<unknown> {
    return this.chromium.cdp.evaluate(script, this.tab);
  }

  text(): Promise<unknown> {
    return this.run("document.body.innerText");
  }

  /** Resolves as soon as the page says so. */
  async says(text: string): Promise<void> {
    await this.shows(`document.body?.innerText.includes(${JSON.stringify(text)})`);
  }

  /** Resolves as soon as an expression about the page is true; fails with what it says if that takes a minute. */
  async shows(expression: string): Promise<void> {
    await this.run(`new Promise((resolve, reject) => {
      const look = () => {
        if (!(${expression})) return;
        observer.disconnect();
        clearTimeout(deadline);
        resolve();
      };
      const deadline = setTimeout(() => reject(new Error(document.body.innerText)), 60_000);
      const observer = new MutationObserver(look);
      observer.observe(document, {
        attributes: true, childList: true, subtree: true, characterData: true,
      });
      look();
    })`);
  }

  /** Lets the page ask the server now, as it does when it is seen again. */
  async look(): Promise<void> {
    await this.run(`document.dispatchEvent(new Event("visibilitychange"))`);
  }

  /** Writes into what a selector finds, once it is there. */
  async write(selector: string, text: string): Promise<void> {
    await this.shows(`document.querySelector(${JSON.stringify(selector)})`);
    await this.run(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    await this.chromium.cdp.send("Input.insertText", { text }, this.tab);
  }

  /** Clicks the button of this name. */
  async press(name: string): Promise<void> {
    const button = `[...document.querySelectorAll("button")].find((one) => one.innerText.startsWith(${JSON.stringify(name)}))`;
    await this.shows(`${button} && !${button}.matches(":disabled")`);
    await this.run(`${button}.click()`);
  }
}
