import { type Outcome, fail, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { callPage } from "../../page/call-page.ts";
import type { GiveRequest } from "../../page/acting-calls.ts";
import { gate } from "../../policy/gate.ts";
import { act } from "./aftermath.ts";
import { locate, namesPlace } from "./aim.ts";
import { problem } from "./element-problem.ts";
import { FILE_UNREAD, consentTo } from "./local-file.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { addressOf } from "../tabs/page-address.ts";

/** Gives files: made from data, inside the page, or of the person's machine where they let it. */

type Args = BrowserToolArgs<"chrome_upload_file">;
type GivenFile = Exclude<GiveRequest["file"], "held">;

/** Largest file; in base64 it has to fit into one message. */
const MOST_BYTES = 11_000_000;

const TOO_LARGE = fail("too_large", "The file is larger than 11 MB.");

const uploadFile: Handler<"chrome_upload_file"> = async (args, context) => {
  if (!namesPlace(args)) {
    return fail(
      "invalid_arguments",
      "Say which field takes the file: ref, selector or coordinates.",
    );
  }
  const { filePath } = args;
  const file = filePath === undefined ? await fileFrom(args, context) : succeed("held" as const);
  if (!file.ok) return file;
  return act(args, context, async ({ tab, session }) => {
    const located = await locate(tab.tabId, args, context);
    if (!located.ok) return located;
    const { frameId, query } = located.value;
    const place = { tabId: tab.tabId, frameId };
    const local =
      filePath === undefined ? undefined : await consentTo(filePath, place, query, context);
    if (local?.ok === false) return local;
    let told = "";
    return succeed({
      run: async () => {
        const held = await local?.value.hold(session);
        if (held?.ok === false) return held;
        const request = { element: query, file: file.value, adds: args.multiple };
        const given = await callPage(local?.value ?? place, "giveFile", request, context.signal);
        if (!given.ok) return given;
        const { problem: what, wrongKind, unread, accepts, by, count } = given.value.answer;
        if (what) return problem(what);
        if (unread) return FILE_UNREAD;
        if (wrongKind) return refusedKind(accepts ?? "");
        told =
          by === "drop"
            ? "The file was dropped there."
            : `The field has ${count === 1 ? "the file" : `${count} files`} now.`;
        return given;
      },
      outcome: async () => told,
      changesLooks: true,
    });
  });
};

function refusedKind(accepts: string) {
  // Tokens of a fixed form; anything else a page wrote there is not passed on.
  const kinds = accepts.split(",").map((kind) => kind.trim());
  const plain = kinds.filter((kind) => /^(\.\w{1,12}|[\w-]+\/[\w.+*-]+)$/.test(kind)).slice(0, 12);
  const known =
    plain.length > 0 ? `It takes ${plain.join(", ")}.` : "Its accept attribute says which.";
  return fail("wrong_file_kind", `The field does not take files of this kind. ${known}`);
}

async function fileFrom(
  { base64Data, fileUrl, fileName }: Args,
  context: ToolContext,
): Promise<Outcome<GivenFile>> {
  if (base64Data !== undefined) {
    const [, type = "", data = base64Data] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(base64Data) ?? [];
    const base64 = data.replaceAll(/\s/g, "");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
      return fail("invalid_arguments", "base64Data is not base64.");
    }
    if (base64.length * 0.75 > MOST_BYTES) return TOO_LARGE;
    return succeed({ name: fileName ?? "file", type, base64 });
  }
  if (fileUrl === undefined) {
    return fail("invalid_arguments", "Say what to give: base64Data, fileUrl or filePath.");
  }
  const address = addressOf(fileUrl);
  if (!address.ok) return address;
  const admitted = await gate().admit(address.value, context.signal);
  return admitted.ok ? fetched(address.value, fileName, context) : admitted;
}

/** Without the person's cookies: the file is what anybody gets there. */
async function fetched(
  url: string,
  fileName: string | undefined,
  { signal }: ToolContext,
): Promise<Outcome<GivenFile>> {
  const answer = await fetch(url, { credentials: "omit", signal }).catch(() => undefined);
  if (!answer?.ok || !answer.body) {
    return fail("not_actionable", "The file could not be had from fileUrl.");
  }
  // An address that is allowed may lead on to one that is not.
  const admitted = await gate().admit(answer.url, signal);
  if (!admitted.ok) return admitted;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) return TOO_LARGE;
    chunks.push(chunk);
  }
  const path = new URL(answer.url || url).pathname;
  const name = fileName ?? (decodeURIComponent(path.split("/").pop() ?? "") || "file");
  const type = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  return succeed({ name, type, base64: toBase64(chunks) });
}

function toBase64(chunks: readonly Uint8Array[]): string {
  let binary = "";
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 8_192) {
      binary += String.fromCharCode(...chunk.subarray(at, at + 8_192));
    }
  }
  return btoa(binary);
}

export const uploadHandlers = { chrome_upload_file: uploadFile };
