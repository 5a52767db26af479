import { z } from "zod";
import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { DebuggerSession } from "../../debugger/debugger-session.ts";
import { worldsIn } from "../../debugger/frame-world.ts";
import { documentIn } from "../../policy/frames.ts";
import type { ElementQuery } from "../../page/call-parts.ts";
import { callPage } from "../../page/call-page.ts";
import { gate } from "../../policy/gate.ts";
import { needFileAccess } from "../../policy/optional-permissions.ts";
import { webOrigin } from "../../policy/origins.ts";
import { TEXTS } from "../../texts.ts";
import { problem } from "./element-problem.ts";
import type { ToolContext } from "../tool-context.ts";

/**
 * A file of the person's machine, named by its path.
 *
 *   path ──▶ the person is asked, for this file and this document ──▶ held ──▶ given by the page's scripts
 *
 * Chrome's debugger takes any path, so this is the one place that hands it one. It goes into a field in our own
 * world, that is in no page: whether there is such a file, and of a kind that is wanted, shows before the page
 * knows of it.
 */

const NO_WHOLE_PATH = fail("invalid_arguments", TEXTS.policy.noWholePath);
const NOWHERE = fail("unsupported_page", TEXTS.policy.fileNowhere);
export const FILE_UNREAD = fail("not_actionable", TEXTS.policy.fileUnread);

/** Of POSIX, of Windows, and of Windows' shares. */
const WHOLE = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

/** What would have the person read another path than the one that is opened. */
const MISLEADING = /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]|(^|[\\/])\.\.?([\\/]|$)/u;

/** Makes the field, in our own world. */
const FIELD = `globalThis.chromeMcpHeldFile =
  Object.assign(document.createElement("input"), { type: "file" })`;

const fieldSchema = z.object({ result: z.object({ objectId: z.string() }) });

/** Asks the person whether the document that is in a frame now may have the file. */
export async function consentTo(
  path: string,
  place: { tabId: number; frameId: number },
  query: ElementQuery,
  { signal }: ToolContext,
): Promise<Outcome<ConsentedFile>> {
  if (!WHOLE.test(path) || MISLEADING.test(path)) return NO_WHOLE_PATH;
  const readable = await needFileAccess();
  if (!readable.ok) return readable;
  const { tabId, frameId } = place;
  const document = await documentIn(tabId, frameId, signal);
  if (!document.ok) return document;
  const { documentId, origin } = document.value;
  const there = await callPage({ tabId, documentId }, "has", query, signal);
  if (!there.ok) return there;
  const { found } = there.value.answer;
  if (found === "bad_selector") return problem(found);
  if (found === "no") return problem(query.by === "ref" ? "stale" : "missing");
  if (webOrigin(origin) === undefined) return NOWHERE;
  const consent = await gate().mayGive(path, origin, signal);
  return consent.ok ? succeed(new ConsentedFile(tabId, documentId, path)) : consent;
}

/** A file that the person lets one document have. */
class ConsentedFile {
  readonly tabId: number;
  readonly documentId: string;
  readonly #path: string;

  constructor(tabId: number, documentId: string, path: string) {
    this.tabId = tabId;
    this.documentId = documentId;
    this.#path = path;
  }

  /** Has our scripts in the document hold the file, as their `giveFile` takes it. */
  async hold(session: DebuggerSession): Promise<Outcome<unknown>> {
    const target = { tabId: this.tabId, documentIds: [this.documentId] };
    const worlds = await worldsIn(session, target);
    if (!worlds.ok) return worlds;
    const { sessionId, uniqueContextId } = worlds.value.own;
    const make = { expression: FIELD, uniqueContextId };
    const made = await session.send("Runtime.evaluate", make, sessionId);
    if (!made.ok) return made;
    const { objectId } = fieldSchema.parse(made.value).result;
    const files = [this.#path];
    const put = await session.send("DOM.setFileInputFiles", { files, objectId }, sessionId);
    await session.send("Runtime.releaseObject", { objectId }, sessionId);
    return put;
  }
}
