import { content, elementHtml } from "./content.ts";
import { interactive, query } from "./element-list.ts";
import { extract } from "./extract.ts";
import { forms } from "./forms.ts";
import { search } from "./search-text.ts";
import { dragBegin, dragEnd, dragState, dropSpot } from "./drag-watch.ts";
import { find } from "./find.ts";
import { giveFile } from "./give-file.ts";
import { mapPoint, placeOfFrame } from "./frame-place.ts";
import { media } from "./media.ts";
import { showNumbers } from "./number-labels.ts";
import { offeredOptions } from "./offered-options.ts";
import { openOption } from "./open-option.ts";
import { outline } from "./outline.ts";
import { pick } from "./pick.ts";
import { pointed } from "./pointed.ts";
import type { PageTools } from "./page-calls.ts";
import { box, has, prepare } from "./prepare.ts";
import { scroll } from "./scroll.ts";
import { findText, selectText } from "./select-text.ts";
import { endWait, waitFor } from "./wait-for.ts";
import { slider } from "./slider.ts";
import { changes, settle, watch } from "./watch.ts";
import { state, submit, write } from "./write.ts";

const tools: PageTools = {
  outline,
  find,
  content,
  elementHtml,
  query,
  extract,
  search,
  interactive,
  forms,
  has,
  prepare,
  mapPoint,
  place: placeOfFrame,
  pointed,
  watch,
  settle,
  changes,
  write,
  state,
  slider,
  openOption,
  offeredOptions,
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
  showNumbers,
  media,
};
globalThis.chromeMcpPage ??= tools;
