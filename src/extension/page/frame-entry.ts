import { DrivenFrame, type FrameRequest } from "./shown/driven-frame.ts";

declare global {
  /** The frame around this page, kept in the extension's own world. */
  var chromeMcpFrame: { show(request: FrameRequest): void; hide(): void } | undefined;
}

globalThis.chromeMcpFrame ??= new DrivenFrame();
