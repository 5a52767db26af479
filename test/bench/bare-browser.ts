import { WebSocket } from "ws";
import type { CallTool } from "../../src/protocol/call-tool.ts";
import { succeed } from "../../src/protocol/failure.ts";
import { EXTENSION_ID, EXTENSION_ORIGIN } from "../../src/protocol/extension-id.ts";
import type { SessionInfo } from "../../src/protocol/session-info.ts";
import type { ToolOutput } from "../../src/protocol/tool-result.ts";
import { systemClock } from "../../src/extension/clock.ts";
import { Connection } from "../../src/extension/connection.ts";
import type { ConnectionState } from "../../src/extension/connection-state.ts";
import { Settings, type StorageArea } from "../../src/extension/settings.ts";
import type { OpenSocket } from "../../src/extension/socket.ts";

/** What `chrome_javascript` answers to `1+1`. */
const ANSWER: ToolOutput = { data: { tabId: 1, value: "2", type: "number", truncated: false } };

/** The extension's own connection, with all its rules, and no Chrome behind it. */
export class BareBrowser {
  readonly #serverUrl: string;
  readonly #settings: Settings;
  readonly #connection: Connection;

  private constructor(
    serverUrl: string,
    settings: Settings,
    onState: (state: ConnectionState) => void,
  ) {
    this.#serverUrl = serverUrl;
    this.#settings = settings;
    this.#connection = new Connection({
      openSocket,
      clock: systemClock,
      random: Math.random,
      settings,
      self: { extensionVersion: "1.0.0", extensionId: EXTENSION_ID, userAgent: "Chrome/156.0.0.0" },
      label: () => "Chrome",
      onState,
      onRequest: (frame) => {
        if (frame.type === "call_tool") this.#answer(frame);
      },
      onConnected: () => undefined,
      onLost: () => undefined,
    });
    this.#connection.wake();
  }

  /** Resolves when the extension is a session. `onState` hears of everything after that, too. */
  static async connect(
    serverUrl: string,
    onState: (state: ConnectionState) => void = () => undefined,
  ): Promise<BareBrowser> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const areas = { local: forgetful, session: forgetful };
    const settings = await Settings.open(areas, () => Promise.resolve({ serverUrl }));
    const browser = new BareBrowser(serverUrl, settings, (state) => {
      onState(state);
      if (state.state === "connected") resolve();
      if (state.state === "stopped") reject(new Error(`not let in: ${state.stop.code}`));
    });
    await promise;
    return browser;
  }

  get sessionId(): SessionInfo["sessionId"] | undefined {
    const { state } = this.#connection;
    return state.state === "connected" ? state.session.sessionId : undefined;
  }

  get token(): string {
    return this.#settings.account(this.#serverUrl).token ?? "";
  }

  close(): void {
    this.#connection.disconnect();
  }

  #answer({ id }: CallTool): void {
    this.#connection.send({ type: "tool_result", id, outcome: succeed(ANSWER) });
  }
}

/** Storage that outlives nothing: the settings keep what was set in memory anyway. */
const forgetful: StorageArea = {
  get: () => Promise.resolve({}),
  set: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

const openSocket: OpenSocket = (url, events) => {
  const socket = new WebSocket(url, { headers: { Origin: EXTENSION_ORIGIN } });
  socket.on("open", () => events.opened());
  socket.on("error", () => undefined); // "close" follows and is what counts
  socket.on("close", (code) => events.closed(code));
  socket.on("message", (data) => {
    if (Buffer.isBuffer(data)) events.received(data.toString());
  });
  return socket;
};
