import { content, elementHtml } from "./reading/content.ts";
import { interactive, query } from "./reading/element-list.ts";
import { extract } from "./reading/extract.ts";
import { forms } from "./reading/forms.ts";
import { search } from "./reading/search-text.ts";
import { dragBegin, dragEnd, dragState, dropSpot } from "./acting/drag-watch.ts";
import { find } from "./outline/find.ts";
import { giveFile } from "./acting/give-file.ts";
import { mapPoint, placeOfFrame } from "./elements/frame-place.ts";
import { media } from "./acting/media.ts";
import { showNumbers } from "./shown/number-labels.ts";
import { offeredOptions } from "./acting/offered-options.ts";
import { openOption } from "./acting/open-option.ts";
import { outline } from "./outline/outline.ts";
import { pick } from "./shown/pick.ts";
import { mouseHere, pointed } from "./acting/pointed.ts";
import type { PageTools } from "./page-calls.ts";
import { box, has, prepare } from "./acting/prepare.ts";
import { scroll } from "./acting/scroll.ts";
import { findText, selectText } from "./acting/select-text.ts";
import { endWait, waitFor } from "./watching/wait-for.ts";
import { slider } from "./acting/slider.ts";
import { changes, settle, watch } from "./watching/watch.ts";
import { state, submit, write } from "./acting/write.ts";

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
  mouse: mouseHere,
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
