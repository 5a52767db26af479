import type { Protocol } from "devtools-protocol";
import { z } from "zod";
import { type Outcome, succeed } from "../../protocol/failure.ts";
import { STOPPED } from "../tools/until-aborted.ts";
import type { DebuggerSession } from "./debugger-session.ts";
import type { Point } from "./mouse.ts";

/**
 * The mouse with its left button held.
 *
 *   pressed ── moves ──▶ moved ── released
 *      └── the page begins to drag (HTML5) ──▶ carrying ── over ──▶ dropped
 *   any ── the call is stopped ──▶ let go where it is, and nothing dropped
 *
 * Chrome would hand what a page drags to the desktop, which a program cannot steer: it is kept from that, and
 * what is carried is moved by drag events instead.
 */

type Carried = Protocol.Input.DragData;

const carriedSchema: z.ZodType<{ data: Carried }> = z.object({
  data: z.object({
    items: z.array(
      z.object({
        mimeType: z.string(),
        data: z.string(),
        title: z.string().exactOptional(),
        baseURL: z.string().exactOptional(),
      }),
    ),
    files: z.array(z.string()).exactOptional(),
    dragOperationsMask: z.number(),
  }),
});

export class HeldMouse implements AsyncDisposable {
  readonly #session: DebuggerSession;
  readonly #signal: AbortSignal;
  readonly #intercepted = Promise.withResolvers<Carried>();
  readonly #stopListening: () => void;
  #carried: Carried | undefined;
  #at: Point;
  #held = false;

  private constructor(session: DebuggerSession, at: Point, signal: AbortSignal) {
    this.#session = session;
    this.#signal = signal;
    this.#at = at;
    this.#stopListening = session.listen(({ method, params }) => {
      if (method !== "Input.dragIntercepted") return;
      const { data } = carriedSchema.safeParse(params);
      if (data) this.#intercepted.resolve(data.data);
    });
  }

  /** Presses the left button at a point. */
  static async press(session: DebuggerSession, at: Point, signal: AbortSignal): Promise<HeldMouse> {
    const mouse = new HeldMouse(session, at, signal);
    await session.send("Input.setInterceptDrags", { enabled: true });
    await mouse.#mouse("mouseMoved", at);
    mouse.#held = true;
    await mouse.#mouse("mousePressed", at);
    return mouse;
  }

  /** What the page carries, once Chrome has handed it over: from now on it is moved. */
  async carry(): Promise<void> {
    this.#carried = await this.#intercepted.promise;
    await this.#drag("dragEnter", this.#at);
  }

  /** In even steps. Chrome answers each when the page has had it. */
  async moveTo(to: Point, steps: number): Promise<Outcome<unknown>> {
    const from = this.#at;
    for (let step = 1; step <= steps; step++) {
      if (this.#signal.aborted) return STOPPED;
      const part = step / steps;
      const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      const moved = this.#carried
        ? await this.#drag("dragOver", at)
        : await this.#mouse("mouseMoved", at);
      if (!moved.ok) return moved;
      this.#at = at;
    }
    return succeed(undefined);
  }

  async release(): Promise<Outcome<unknown>> {
    if (this.#signal.aborted) return STOPPED;
    this.#held = false;
    if (this.#carried) return this.#drag("drop", this.#at);
    return this.#mouse("mouseReleased", this.#at);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#held) {
      const at = this.#at;
      await (this.#carried ? this.#drag("dragCancel", at) : this.#mouse("mouseReleased", at));
    }
    this.#stopListening();
    await this.#session.send("Input.setInterceptDrags", { enabled: false });
  }

  #mouse(type: "mouseMoved" | "mousePressed" | "mouseReleased", at: Point) {
    const pressed = type === "mousePressed" || (type === "mouseMoved" && this.#held);
    return this.#session.send("Input.dispatchMouseEvent", {
      type,
      ...at,
      button: "left",
      buttons: pressed ? 1 : 0,
      clickCount: type === "mouseMoved" ? 0 : 1,
      pointerType: "mouse",
    });
  }

  #drag(type: "dragEnter" | "dragOver" | "drop" | "dragCancel", at: Point) {
    const data = this.#carried ?? { items: [], dragOperationsMask: 1 };
    return this.#session.send("Input.dispatchDragEvent", { type, ...at, data });
  }
}
