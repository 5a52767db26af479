import { content } from "./content.ts";
import { dragBegin, dragEnd, dragState, dropSpot } from "./drag-watch.ts";
import { find } from "./find.ts";
import { giveFile } from "./give-file.ts";
import { mapPoint } from "./frame-place.ts";
import { outline } from "./outline.ts";
import { pick } from "./pick.ts";
import { pointed } from "./pointed.ts";
import type { PageTools } from "./page-calls.ts";
import { box, has, prepare } from "./prepare.ts";
import { scroll } from "./scroll.ts";
import { findText, selectText } from "./select-text.ts";
import { endWait, waitFor } from "./wait-for.ts";
import { changes, settle, watch } from "./watch.ts";
import { state, submit, write } from "./write.ts";

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
  submit,
  box,
  scroll,
  dragBegin,
  dragState,
  dragEnd,
  dropSpot,
  waitFor,
  endWait,
  pick,
  findText,
  selectText,
  giveFile,
};
globalThis.chromeMcpPage ??= tools;
