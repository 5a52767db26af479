import { type Encoder, GIFEncoder, applyPalette, quantize } from "gifenc";
import { z } from "zod";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { keptDrawn } from "../../debugger/drawing.ts";
import { bare } from "../../driven/veil.ts";
import { showsOnly } from "../../policy/pictured-frames.ts";
import { gate } from "../../policy/gate.ts";
import { webOrigin } from "../../policy/origins.ts";

/**
 * A GIF of a tab that grows frame by frame, so that no picture but the newest is kept and none takes the worker
 * long. A frame lasts until the page looks different.
 *
 *   recording ── stop, time up, enough frames or bytes, debugger gone ──▶ finished
 */

const MOST_BYTES = 8_000_000;
const MOST_COLORS = 128;

const capturedSchema = z.object({ data: z.base64() });

export interface GifLimits {
  fps: number;
  durationMs: number;
  maxFrames: number;
  width: number;
  height?: number | undefined;
}

interface Frame {
  picture: string;
  sinceMs: number;
}

export class GifRecording implements Disposable {
  frames = 0;
  readonly #session: DebuggerSession;
  readonly #limits: GifLimits;
  readonly #encoder: Encoder = GIFEncoder();
  readonly #lease: Disposable;
  readonly #drawn: Disposable;
  readonly #veil: Disposable;
  readonly #stopListening: () => void;
  readonly #ticks: ReturnType<typeof setInterval>;
  readonly #startMs = Date.now();
  /** Where the person let the recording in; others have to be allowed to all. */
  readonly #origins: ReadonlySet<string>;
  #endMs: number | undefined;
  #size: { width: number; height: number } | undefined;
  /** Shown now; it is written when its end is known. */
  #showing: Frame | undefined;
  #taking: Promise<void> | undefined;
  #finished: Promise<void> | undefined;

  constructor(session: DebuggerSession, limits: GifLimits, origins: ReadonlySet<string>) {
    this.#session = session;
    this.#limits = limits;
    this.#origins = new Set([...origins, webOrigin(session.address) ?? ""]);
    this.#lease = session.lease();
    // Somebody may look at it now and not a minute later.
    this.#drawn = keptDrawn(session);
    this.#veil = this.#bare();
    this.#stopListening = session.listen(({ method }) => {
      if (method === "detached") void this.stop();
    });
    this.#ticks = setInterval(() => this.#tick(), 1_000 / limits.fps);
    this.#tick();
  }

  get recording(): boolean {
    return this.#finished === undefined;
  }

  get durationMs(): number {
    return (this.#endMs ?? Date.now()) - this.#startMs;
  }

  get bytes(): number {
    return this.#encoder.bytesView().length;
  }

  /** The GIF, once it was stopped. */
  get file(): Uint8Array<ArrayBuffer> {
    return this.#encoder.bytesView();
  }

  stop(): Promise<void> {
    this.#finished ??= this.#finish();
    return this.#finished;
  }

  async #finish(): Promise<void> {
    clearInterval(this.#ticks);
    this.#stopListening();
    await this.#taking;
    this.#endMs = Date.now();
    await this.#write();
    this.#encoder.finish();
    this.#veil[Symbol.dispose]();
    this.#drawn[Symbol.dispose]();
    this.#lease[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    void this.stop();
  }

  #tick(): void {
    const { durationMs, maxFrames } = this.#limits;
    const isFull = this.frames >= maxFrames || this.bytes > MOST_BYTES;
    if (isFull || this.durationMs >= durationMs) void this.stop();
    else this.#taking ??= this.#take().finally(() => (this.#taking = undefined));
  }

  async #take(): Promise<void> {
    const sinceMs = Date.now();
    const { tabId, address } = this.#session;
    const isOpen =
      gate().stance(address) === "allow" || this.#origins.has(webOrigin(address) ?? "");
    if (!isOpen || !(await showsOnly(tabId, this.#origins))) return;
    // Each document that comes has to be veiled anew.
    using frame = this.#bare();
    await frame.drawn;
    const answer = await this.#session.send("Page.captureScreenshot", {
      format: "jpeg",
      quality: 80,
      optimizeForSpeed: true,
    });
    const picture = answer.ok ? capturedSchema.safeParse(answer.value).data?.data : undefined;
    if (picture === undefined || picture === this.#showing?.picture) return;
    if (!(await showsOnly(tabId, this.#origins))) return;
    await this.#write(sinceMs);
    this.#showing = { picture, sinceMs };
    this.frames++;
  }

  #bare() {
    return bare(this.#session.tabId, new AbortController().signal);
  }

  /** Writes the frame that was shown until now. */
  async #write(untilMs = Date.now()): Promise<void> {
    if (!this.#showing) return;
    const { picture, sinceMs } = this.#showing;
    const bytes = Uint8Array.from(atob(picture), (sign) => sign.codePointAt(0) ?? 0);
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    // All frames of a GIF have the size of the first.
    this.#size ??= this.#sizeFor(bitmap);
    const { width, height } = this.#size;
    const drawing = new OffscreenCanvas(width, height).getContext("2d");
    drawing?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    const rgba = drawing?.getImageData(0, 0, width, height).data;
    if (!rgba) return;
    const palette = quantize(rgba, MOST_COLORS);
    const delay = Math.max(20, untilMs - sinceMs);
    this.#encoder.writeFrame(applyPalette(rgba, palette), width, height, { palette, delay });
  }

  #sizeFor(picture: { width: number; height: number }): { width: number; height: number } {
    const { width, height = Infinity } = this.#limits;
    const scale = Math.min(1, width / picture.width, height / picture.height);
    return {
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    };
  }
}
