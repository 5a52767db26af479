/** What the name of an element alone tells of it: looked up once, it costs less than anything else that can be asked. */

export interface Tag {
  /** As ARIA has it, where no attribute says more; empty for none. */
  role: string;
  /** Stays in the line it stands in. */
  isInline: boolean;
  /** Neither scrolls nor cuts off what is in it. */
  isTablePart: boolean;
  /** Shows nothing. */
  isSilent: boolean;
}

/** By maps, because the names of elements may be those of an object's own parts. */
const ROLES = new Map(
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

const INLINE = new Set(
  (
    "A ABBR B BDI BDO BUTTON CITE CODE DATA DEL DFN EM FONT I IMG INPUT INS KBD LABEL MARK METER OUTPUT PROGRESS Q S SAMP " +
    "SELECT SLOT SMALL SPAN STRONG SUB SUP SVG TEXTAREA TIME U VAR WBR svg"
  ).split(" "),
);

const TABLE_PARTS = new Set("TBODY TD TFOOT TH THEAD TR".split(" "));

const SILENT = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE HEAD META LINK TITLE BASE PARAM SOURCE TRACK COL COLGROUP DATALIST".split(
    " ",
  ),
);

const PLAIN = tagCalled("DIV");
const TAGS = new Map(
  [...ROLES.keys(), ...INLINE, ...TABLE_PARTS, ...SILENT].map((name) => [name, tagCalled(name)]),
);

function tagCalled(name: string): Tag {
  return {
    role: ROLES.get(name) ?? "",
    isInline: INLINE.has(name),
    isTablePart: TABLE_PARTS.has(name),
    isSilent: SILENT.has(name),
  };
}

export function tagOf(element: Element): Tag {
  return TAGS.get(element.tagName) ?? PLAIN;
}

/** A row or cell without attributes: nothing of it is seen but what is in it, and that is looked at by itself. */
export function isBarePart(element: Element): boolean {
  return tagOf(element).isTablePart && !element.hasAttributes();
}
