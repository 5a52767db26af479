import { type CardRequest, Cards } from "./shown/card.ts";

declare global {
  /** The cards in this page, kept in the extension's own world. */
  var chromeMcpCards: { ask(request: CardRequest): Promise<unknown>; close(id: string): void };
}

globalThis.chromeMcpCards ??= new Cards();
