import { join } from "node:path";
import { z } from "zod";
import { EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import { type View, replySchema, viewSchema } from "../../src/extension/popup-messages.ts";
import { Chromium } from "../support/chromium.ts";
import { type TestClient, connectClient } from "../support/test-app.ts";
import { until } from "../support/until.ts";

const EXTENSION_DIR = join(import.meta.dir, "../../dist/extension");

const POPUP = `${EXTENSION_ORIGIN}/popup.html`;

/** Opens the popup's port to the worker and keeps what it last said of itself. */
const LISTEN = `
  globalThis.view = undefined;
  globalThis.listen = () => {
    const port = chrome.runtime.connect({ name: "popup" });
    port.onMessage.addListener((view) => { globalThis.view = view; });
    port.onDisconnect.addListener(() => listen());
  };
  listen();`;

/** Somebody at their own Chromium, with the extension in it and an AI client elsewhere. */
export class Person implements AsyncDisposable {
  readonly chromium: Chromium;
  /** The extension's popup, open in a tab. */
  readonly #popup: string;
  readonly #stack = new AsyncDisposableStack();

  private constructor(chromium: Chromium, popup: string) {
    this.chromium = chromium;
    this.#popup = popup;
    this.#stack.use(chromium);
  }

  /** Starts Chromium; resolves when its extension is connected. */
  static async arrive(serverUrl: string, flags: readonly string[] = []): Promise<Person> {
    const chromium = await Chromium.start({ extension: EXTENSION_DIR, serverUrl, flags });
    const popup = await chromium.open(POPUP, { background: true });
    await until("the popup's page", async () =>
      (await chromium.cdp.evaluate("document.readyState", popup)) === "complete" &&
      (await chromium.cdp.evaluate("location.origin", popup)) === EXTENSION_ORIGIN
        ? true
        : undefined,
    );
    await chromium.cdp.evaluate(LISTEN, popup);
    const person = new Person(chromium, popup);
    await person.connection();
    return person;
  }

  /** How the extension stands, once it is connected. */
  async connection(): Promise<Extract<View["connection"], { state: "connected" }>> {
    return until("the extension to be connected", async () => {
      const view = viewSchema.safeParse(await this.chromium.cdp.evaluate("view", this.#popup));
      const connection = view.data?.connection;
      return connection?.state === "connected" ? connection : undefined;
    });
  }

  /** The personal MCP address, as the popup's copy button gives it. */
  async address(): Promise<string> {
    const reply = replySchema.parse(await this.command({ do: "address" }));
    if (!reply.ok || reply.value === undefined) throw new Error("the popup gave no address");
    return reply.value;
  }

  /** Nothing can be asked of the popup from then on. Open, it is told of every call. */
  async closePopup(): Promise<void> {
    const open = await this.chromium.targets();
    const popup = open.find(({ url }) => url === POPUP);
    await this.chromium.cdp.send("Target.closeTarget", { targetId: popup?.targetId });
  }

  async pause(paused: boolean): Promise<void> {
    await this.command({ do: "pause", paused });
  }

  async connectClient(name: string): Promise<TestClient> {
    return this.#stack.use(await connectClient(await this.address(), name));
  }

  /** Ends the extension's worker as Chrome does when it wants the memory. */
  async killWorker(): Promise<void> {
    const targets = await this.chromium.targets();
    const worker = targets.find(
      ({ type, url }) => type === "service_worker" && url.startsWith(EXTENSION_ORIGIN),
    );
    if (!worker) throw new Error("no worker is running");
    await this.chromium.cdp.evaluate("globalThis.view = undefined", this.#popup);
    await this.chromium.cdp.send("Target.closeTarget", { targetId: worker.targetId });
  }

  /** Tells the worker what the buttons of the popup tell it. */
  async command(command: object): Promise<unknown> {
    const message = JSON.stringify(command);
    return z
      .unknown()
      .parse(
        await this.chromium.cdp.evaluate(`chrome.runtime.sendMessage(${message})`, this.#popup),
      );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
