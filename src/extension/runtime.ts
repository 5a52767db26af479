import type { BrowserEvent, Permitted } from "../protocol/browser-event.ts";
import type { CallId } from "../protocol/ids.ts";
import type { CallLog } from "./call-log.ts";
import type { Clock } from "./clock.ts";
import { Connection, type ConnectionParts } from "./connection.ts";
import { Executor } from "./executor.ts";
import type { PrepareJob } from "./job.ts";
import { DrivenTabs, type Frames } from "./driven/driven-tabs.ts";
import { PersonalAddress } from "./personal-address.ts";
import { type OpenQuestion, openQuestions } from "./person/open-questions.ts";
import { asTold, isTold, takeAnswer } from "./person/told-questions.ts";
import { Gate } from "./policy/gate.ts";
import { dropWish, wishedPermissions } from "./policy/optional-permissions.ts";
import { type SiteRules, type Stance, parseSite, withRule } from "./policy/site-rules.ts";
import type { Command, Reply, View } from "./popup-messages.ts";
import { type Fetch, ServerApi } from "./server-api.ts";
import { parseServerUrl } from "./server-url.ts";
import type { Settings } from "./settings.ts";
import type { OpenSocket } from "./socket.ts";
import { takeOvers } from "./takeover/take-overs.ts";
import { askDoor } from "./talk/ask-door.ts";
import type { Door } from "./talk/talk-messages.ts";

export interface RuntimeParts {
  settings: Settings;
  log: CallLog;
  openSocket: OpenSocket;
  fetch: Fetch;
  clock: Clock;
  random: () => number;
  self: ConnectionParts["self"];
  /** What to call this browser until the person says. */
  guessedLabel: string;
  prepare: PrepareJob;
  /** Where the page in a tab is; undefined when there is no such tab. */
  addressOf: (tabId: number) => Promise<string | undefined>;
  /** Lets go of everything held in Chrome: debuggers, waiting dialogs. */
  release: () => Promise<void>;
  /** Lets the person into their room. */
  join: (door: Door) => Promise<void>;
  /** Shows in pages that clients work there. */
  frames: Frames;
  /** Optional permissions, as they are now. */
  permissions: () => Promise<Pick<Permitted, "permissions" | "missing">>;
  /** The view changed. */
  onChange: () => void;
}

/** The worker's parts put together: what the person may do with them, and how they stand. */
export class Runtime {
  readonly gate: Gate;
  readonly #parts: RuntimeParts;
  readonly #settings: Settings;
  readonly #connection: Connection;
  readonly #executor: Executor;
  readonly #api: ServerApi;
  readonly #address: PersonalAddress;
  readonly #driven: DrivenTabs;

  constructor(parts: RuntimeParts) {
    const { settings, prepare, clock, openSocket, random, self, onChange } = parts;
    const label = () => settings.label ?? parts.guessedLabel;
    this.#parts = parts;
    this.#settings = settings;
    this.gate = new Gate({ rulebook: settings, clock, onChange });
    this.#api = new ServerApi(settings, parts.fetch);
    this.#address = new PersonalAddress(settings, this.#api, label);
    this.#driven = new DrivenTabs({
      frames: parts.frames,
      clock,
      isOff: (tabId) => !settings.framesTabs || takeOvers.isTaken(tabId),
    });
    takeOvers.listen((tabId, change) => {
      if (change === "taken") this.#driven.drop(tabId);
    });
    this.#executor = new Executor({
      prepare,
      clock,
      send: (frame) => {
        if (frame.type === "tool_result") {
          parts.log.end(frame.id, frame.outcome);
          this.#driven.end(frame.id, frame.outcome);
        }
        return this.#connection.send(frame);
      },
      onRunning: onChange,
      onTabs: ({ id, client }, tabs) => {
        this.#driven.begin(id, client.name, tabs);
        void this.#place(id, tabs);
      },
    });
    this.#executor.paused = settings.paused;
    this.#connection = new Connection({
      openSocket,
      clock,
      random,
      settings,
      self,
      label,
      onState: onChange,
      onConnected: () => {
        if (settings.paused) this.tell({ kind: "paused", paused: true });
        void this.tellPermitted();
      },
      onRequest: (frame) => {
        if (frame.type === "cancel") this.#executor.cancel(frame.id);
        else if (frame.type === "answer_question") takeAnswer(frame);
        else {
          parts.log.begin(frame);
          void this.#executor.call(frame);
        }
      },
      onLost: () => {
        this.#stopEverything("lost");
        parts.log.endRunning("lost");
      },
    });
  }

  /** Something woke the worker. */
  wake(): void {
    this.#connection.wake();
  }

  /** The tab has another document, or came to the front. */
  arrived(tabId: number): void {
    this.#driven.arrived(tabId);
  }

  /** Tells the server, if one is connected. */
  tell(event: BrowserEvent["event"]): void {
    this.#connection.send({ type: "event", event });
  }

  /** Tells the server of a question that may be answered from elsewhere, and of its end. */
  async tellQuestion(question: OpenQuestion, isOpen: boolean): Promise<void> {
    if (!isTold(question)) return;
    if (!isOpen) {
      this.#connection.send({ type: "question_closed", id: question.id });
      return;
    }
    const told = asTold(question, await this.#parts.addressOf(question.tabId));
    if (openQuestions.all.includes(question)) {
      this.#connection.send({ type: "question_opened", question: told });
    }
  }

  /** Tells the server what the person lets clients do. */
  async tellPermitted(): Promise<void> {
    const permissions = await this.#parts.permissions();
    const switchedOff = [...this.#settings.switchedOff];
    this.tell({ kind: "permitted", permitted: { ...permissions, switchedOff } });
  }

  /** Whether the first-run page is wanted. */
  get welcomes(): boolean {
    return this.#settings.welcomes;
  }

  view(): View {
    return {
      connection: this.#connection.state,
      serverUrl: this.#settings.serverUrl,
      label: this.#settings.label ?? this.#parts.guessedLabel,
      paused: this.#settings.paused,
      running: this.#executor.running,
      version: this.#parts.self.extensionVersion,
      sites: this.#settings.sites,
      switchedOff: [...this.#settings.switchedOff],
      framesTabs: this.#settings.framesTabs,
      openQuestions: openQuestions.all,
      takenTabs: takeOvers.taken,
      questions: this.gate.questions,
      wishes: wishedPermissions(),
      log: this.#parts.log.entries,
    };
  }

  async obey(command: Command): Promise<Reply> {
    switch (command.do) {
      case "connect":
        this.#connection.connect(command.invitation);
        return { ok: true };
      case "disconnect":
        this.#connection.disconnect();
        return { ok: true };
      case "connect_as_new_user":
        this.#settings.forgetAccount(this.#settings.serverUrl);
        this.#connection.connect();
        return { ok: true };
      case "pause":
        this.#pause(command.paused);
        return { ok: true };
      case "stop":
        this.#stopEverything("stopped");
        return { ok: true };
      case "answer":
        this.gate.answer(command.id, command.verdict);
        return { ok: true };
      case "answer_client":
        openQuestions.answer(command.id, command.answer);
        return { ok: true };
      case "give_back":
        takeOvers.giveBack(command.tabId);
        return { ok: true };
      case "set_site":
        return this.#setSite(command.site, command.stance);
      case "set_other_sites":
        return this.#setRules({ ...this.#settings.sites, otherwise: command.stance });
      case "switch":
        this.#settings.switch(command.name, command.on);
        this.gate.switchesChange();
        void this.tellPermitted();
        this.#parts.onChange();
        return { ok: true };
      case "frame_tabs":
        this.#settings.framesTabs = command.on;
        if (!command.on) this.#driven.clear();
        this.#parts.onChange();
        return { ok: true };
      case "clear_log":
        this.#parts.log.clear();
        this.#parts.onChange();
        return { ok: true };
      case "drop_wish":
        dropWish(command.wish);
        return { ok: true };
      case "set_server":
        return this.#setServer(command.serverUrl);
      case "rename":
        this.#settings.label = command.label;
        this.tell({ kind: "renamed", label: command.label });
        this.#parts.onChange();
        return { ok: true };
      case "talk":
        return this.#talk(command.deviceId);
      case "address":
        return replyWith(await this.#address.get());
      case "new_address":
        return replyWith(await this.#address.renew());
    }
  }

  /** The log tells where a call works while it does. */
  async #place(id: CallId, [tabId]: readonly number[]): Promise<void> {
    if (tabId === undefined) return;
    const { log, addressOf } = this.#parts;
    log.place(id, tabId, log.namesAddress(id) ? undefined : await addressOf(tabId));
    this.#parts.onChange();
  }

  #pause(paused: boolean): void {
    this.#settings.paused = paused;
    this.#executor.paused = paused;
    if (paused) this.#stopEverything("paused");
    this.tell({ kind: "paused", paused });
    this.#parts.onChange();
  }

  #setServer(typed: string): Reply {
    const url = parseServerUrl(typed);
    if (!url.ok) return { ok: false, message: url.failure.message };
    this.#settings.serverUrl = url.value;
    this.#connection.connect();
    return { ok: true };
  }

  async #talk(deviceId: string | undefined): Promise<Reply> {
    const { state } = this.#connection;
    const browserId = state.state === "connected" ? state.session.sessionId : undefined;
    const door = await askDoor(this.#api, this.#settings.serverUrl, browserId);
    if (!door.ok) return { ok: false, message: door.failure.message };
    await this.#parts.join(deviceId === undefined ? door.value : { ...door.value, deviceId });
    return { ok: true };
  }

  #setSite(typed: string, stance: Stance | undefined): Reply {
    const site = parseSite(typed);
    if (!site.ok) return { ok: false, message: site.failure.message };
    return this.#setRules(withRule(this.#settings.sites, site.value, stance));
  }

  #setRules(rules: SiteRules): Reply {
    this.gate.rulesChange(rules);
    this.#parts.onChange();
    return { ok: true };
  }

  #stopEverything(why: "paused" | "lost" | "stopped"): void {
    this.#executor.endAll(why);
    this.#driven.clear();
    this.#parts.release().catch((bug: unknown) => console.error("Not everything was let go.", bug));
  }
}

function replyWith(outcome: Awaited<ReturnType<PersonalAddress["get"]>>): Reply {
  return outcome.ok ? outcome : { ok: false, message: outcome.failure.message };
}
