import { join } from "node:path";
import { until } from "../support/until.ts";
import { type FromTalkers, type ToTalkers, fromTalkersSchema } from "./talker-messages.ts";

/** One stock LiveKit client in a room: writes and speaks, and hears what the agent answers. */
export class Talker implements AsyncDisposable {
  readonly answers: string[] = [];
  /** What the agent heard this person say. */
  readonly transcripts: string[] = [];
  sounds = 0;
  /** The microphone plays. */
  speaks = false;
  /** State of each agent that is in the room. */
  readonly agents = new Map<string, string>();
  readonly joined = Promise.withResolvers<boolean>();
  readonly gone = Promise.withResolvers<void>();
  /** Told of everything that happens to this client, as it happens. */
  onEvent: (message: FromTalkers) => void = () => undefined;
  readonly #id: number;
  readonly #send: (message: ToTalkers) => void;

  constructor(id: number, send: (message: ToTalkers) => void) {
    this.#id = id;
    this.#send = send;
  }

  heard(message: FromTalkers): void {
    this.onEvent(message);
    switch (message.type) {
      case "joined":
        return this.joined.resolve(true);
      case "refused":
        return this.joined.resolve(false);
      case "gone":
        return this.gone.resolve();
      case "agent":
        if (message.state === undefined) this.agents.delete(message.identity);
        else this.agents.set(message.identity, message.state);
        return;
      case "said":
        (message.who === "agent" ? this.answers : this.transcripts).push(message.text);
        return;
      case "sound":
        this.sounds += 1;
        return;
      case "hush":
        return;
      case "speaking":
        this.speaks = message.begins;
    }
  }

  /** The identity of an agent that is in the room and listens. */
  withAgent(withinMs?: number): Promise<string> {
    return until(
      "an agent that listens",
      () => [...this.agents].find(([, state]) => state === "listening")?.[0],
      withinMs,
    );
  }

  write(text: string, topic = "lk.chat"): void {
    this.#send({ type: "write", id: this.#id, text, topic });
  }

  speak(file: string, from: "microphone" | "tab" = "microphone"): void {
    this.#send({ type: "speak", id: this.#id, file, from });
  }

  /** Writes, and waits for the answer. */
  async ask(text: string): Promise<string> {
    const before = this.answers.length;
    this.write(text);
    return until(`an answer to ${text}`, () => this.answers[before]);
  }

  leave(): void {
    this.#send({ type: "leave", id: this.#id });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    if (await this.joined.promise) await this.gone.promise;
  }
}

/** The process in which the LiveKit clients of a test live. */
export class Talkers implements AsyncDisposable {
  readonly #talkers: Talker[] = [];
  readonly #process = Bun.spawn([process.execPath, join(import.meta.dir, "talkers-process.ts")], {
    ipc: (data: unknown) => {
      const message = fromTalkersSchema.parse(data);
      this.#talkers[message.id]?.heard(message);
    },
    env: { ...process.env, NODE_ENV: "production" },
    onExit: () => {
      for (const talker of this.#talkers) talker.gone.resolve();
    },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });

  /** Joins a room, or is refused. */
  async join(url: string, token: string): Promise<Talker> {
    const id = this.#talkers.length;
    const talker = new Talker(id, (message) => this.#process.send(message));
    this.#talkers.push(talker);
    this.#process.send({ type: "join", id, url, token } satisfies ToTalkers);
    await talker.joined.promise;
    return talker;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}
