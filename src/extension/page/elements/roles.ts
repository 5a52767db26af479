/** What an element is, in the words of ARIA where it has one. */

/** By maps, because the names of elements may be those of an object's own parts. */
const TAG_ROLES = new Map(
  Object.entries({
    AREA: "link",
    ARTICLE: "article",
    ASIDE: "complementary",
    AUDIO: "audio",
    BUTTON: "button",
    CANVAS: "canvas",
    DETAILS: "group",
    DIALOG: "dialog",
    FIELDSET: "group",
    FOOTER: "contentinfo",
    FORM: "form",
    H1: "heading",
    H2: "heading",
    H3: "heading",
    H4: "heading",
    H5: "heading",
    H6: "heading",
    HEADER: "banner",
    HR: "separator",
    IFRAME: "iframe",
    FRAME: "iframe",
    IMG: "img",
    INPUT: "textbox",
    LI: "listitem",
    MAIN: "main",
    METER: "meter",
    NAV: "navigation",
    OPTION: "option",
    PROGRESS: "progressbar",
    SELECT: "combobox",
    SUMMARY: "button",
    TABLE: "table",
    TEXTAREA: "textbox",
    TR: "row",
    TD: "cell",
    TH: "columnheader",
    VIDEO: "video",
  }),
);

const INPUT_ROLES = new Map(
  Object.entries({
    button: "button",
    checkbox: "checkbox",
    color: "colorpicker",
    date: "datepicker",
    "datetime-local": "datepicker",
    file: "filepicker",
    image: "button",
    month: "datepicker",
    number: "spinbutton",
    radio: "radio",
    range: "slider",
    reset: "button",
    search: "searchbox",
    submit: "button",
    time: "timepicker",
    week: "datepicker",
  }),
);

/** Roles of things that a person operates. */
const OPERABLE = new Set(
  (
    "button link checkbox radio switch tab textbox searchbox combobox listbox option menuitem menuitemcheckbox " +
    "menuitemradio slider spinbutton treeitem gridcell datepicker timepicker colorpicker filepicker canvas video audio"
  ).split(" "),
);

/** Containers that get a line of their own, with what is in them below it. */
const STRUCTURE = new Set(
  (
    "banner complementary contentinfo main navigation search form dialog alertdialog alert status region article group " +
    "radiogroup table grid treegrid listbox menu menubar tablist tabpanel toolbar tree feed figure"
  ).split(" "),
);

/** Containers worth a line only when they have a name. */
const ONLY_NAMED = new Set("form region article group figure toolbar".split(" "));

export function roleOf(element: Element): string {
  if (!element.hasAttributes()) return TAG_ROLES.get(element.tagName) ?? "";
  const roles = element.getAttribute("role");
  const given = roles === null ? undefined : roles.trim().split(/\s+/)[0];
  if (given && given !== "presentation" && given !== "none" && given !== "generic") return given;
  if (given) return isEditingHost(element) ? "textbox" : "";
  if (element instanceof HTMLInputElement) return INPUT_ROLES.get(element.type) ?? "textbox";
  if (element instanceof HTMLSelectElement) {
    return element.multiple || element.size > 1 ? "listbox" : "combobox";
  }
  if (element instanceof HTMLAnchorElement) return element.hasAttribute("href") ? "link" : "";
  if (isEditingHost(element)) return "textbox";
  return TAG_ROLES.get(element.tagName) ?? "";
}

export function isOperable(role: string): boolean {
  return OPERABLE.has(role);
}

export function isStructure(role: string): boolean {
  return STRUCTURE.has(role);
}

export function needsName(role: string): boolean {
  return ONLY_NAMED.has(role);
}

/** The outermost element of an editable part of the page. */
export function isEditingHost(element: Element): boolean {
  const editable = element.getAttribute("contenteditable");
  return editable !== null && editable !== "false";
}

const INLINE = new Set(
  (
    "A ABBR B BDI BDO BUTTON CITE CODE DATA DEL DFN EM FONT I IMG INPUT INS KBD LABEL MARK METER OUTPUT PROGRESS Q S SAMP " +
    "SELECT SLOT SMALL SPAN STRONG SUB SUP SVG TEXTAREA TIME U VAR WBR svg"
  ).split(" "),
);

/** Stays in the line it stands in, as far as its tag tells. */
export function isInline(element: Element): boolean {
  return INLINE.has(element.tagName);
}

const TABLE_PARTS = new Set("TBODY TD TFOOT TH THEAD TR".split(" "));

/** Parts of a table neither scroll nor cut off what is in them. */
export function isTablePart(element: Element): boolean {
  return TABLE_PARTS.has(element.tagName);
}

/** A row or cell without attributes: nothing of it is seen but what is in it, and that is looked at by itself. */
export function isBarePart(element: Element): boolean {
  return isTablePart(element) && !element.hasAttributes();
}

const SILENT = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE HEAD META LINK TITLE BASE PARAM SOURCE TRACK COL COLGROUP DATALIST".split(
    " ",
  ),
);

export function isSilent(element: Element): boolean {
  return SILENT.has(element.tagName);
}

const SVG_SILENT = new Set("title desc defs symbol clipPath mask style metadata".split(" "));

/** Parts of a drawing that draw nothing. */
export function isSilentInSvg(element: Element): boolean {
  return SVG_SILENT.has(element.localName) && element instanceof SVGElement;
}
