import { content } from "./content.ts";
import { find } from "./find.ts";
import { mapPoint } from "./frame-place.ts";
import { outline } from "./outline.ts";
import { pointed } from "./pointed.ts";
import type { PageTools } from "./page-calls.ts";
import { box, has, prepare } from "./prepare.ts";
import { changes, settle, watch } from "./watch.ts";
import { state, write } from "./write.ts";

const tools: PageTools = {
  outline,
  find,
  content,
  has,
  prepare,
  mapPoint,
  pointed,
  watch,
  settle,
  changes,
  write,
  state,
  box,
};
globalThis.chromeMcpPage ??= tools;
