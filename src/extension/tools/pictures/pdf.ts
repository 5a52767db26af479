import { z } from "zod";
import { fail, succeed } from "../../../protocol/failure.ts";
import type { OutputFile } from "../../../protocol/tool-result.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { NAVIGATED } from "../../page/refusal.ts";
import { admitPictures, showsOnly } from "../../policy/pictured-frames.ts";
import type { Handler } from "../tool-context.ts";
import { saveToDownloads } from "./save-file.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

/** In base64. More does not fit into one answer together with the rest. */
const MOST_CHARS = 12_000_000;

const INCHES = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
} as const;

const printedSchema = z.object({ data: z.string() });

export const pdf: Handler<"chrome_pdf"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url, title } = found.value;
  const open = await admitPictures(tabId, context.signal);
  if (!open.ok) return open;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();
  const [paperWidth, paperHeight] = INCHES[args.format];
  const { landscape, printBackground, scale, pageRanges = "" } = args;
  const printing = session.send("Page.printToPDF", {
    landscape,
    printBackground,
    scale,
    pageRanges,
    paperWidth,
    paperHeight,
  });
  const printed = await untilAborted(printing, context.signal);
  if (!printed.ok) return printed;
  // The page may have gone elsewhere meanwhile.
  if (!(await showsOnly(tabId, open.value))) return NAVIGATED;
  const base64 = printed.value.ok ? printedSchema.safeParse(printed.value.value).data?.data : "";
  if (!base64) {
    return fail(
      "invalid_arguments",
      "Chrome printed nothing. Are these pageRanges in the document?",
    );
  }
  const file: OutputFile = {
    name: `${args.filename ?? `page-${tabId}`}.pdf`,
    mimeType: "application/pdf",
    base64,
  };
  const bytes = Math.floor((base64.length * 3) / 4);
  const data = { tabId, url, title, bytes };
  if (args.saveToDownloads) {
    const saved = await saveToDownloads(file, context.signal);
    return saved.ok ? succeed(withOrigin({ ...data, savedAs: saved.value }, url)) : saved;
  }
  if (base64.length > MOST_CHARS) {
    return fail("too_large", "The document is too large to send. Name fewer pages in pageRanges.");
  }
  return succeed({ ...withOrigin({ ...data, fileName: file.name }, url), files: [file] });
};
