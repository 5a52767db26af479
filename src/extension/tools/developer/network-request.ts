import { z } from "zod";
import { fail, succeed } from "../../../protocol/failure.ts";
import { openTarget } from "../../policy/frames.ts";
import { gate } from "../../policy/gate.ts";
import type { Handler, ToolContext } from "../tool-context.ts";
import { LongAnswers } from "./long-answers.ts";
import { whyUnsupported } from "../tabs/page-address.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

/** Bytes of an answer that are given; the rest is not read. */
const MOST_BYTES = 1_000_000;

const answerSchema = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    status: z.number(),
    statusText: z.string(),
    url: z.string(),
    redirected: z.boolean(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    base64Encoded: z.boolean(),
    truncated: z.boolean(),
  }),
  z.object({ ok: z.literal(false) }),
]);

interface Wish {
  id: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  fields: [string, string][] | null;
  files: { name: string; base64: string; from: string; filename: string; type: string }[];
  mostBytes: number;
}

export const networkRequest: Handler<"chrome_network_request"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url: pageUrl } = found.value;
  if (args.cursor !== undefined) return goOn(tabId, args, context);
  const url = URL.parse(args.url, pageUrl)?.href ?? "";
  const unsupported = whyUnsupported(url);
  if (!/^https?:/.test(url) || unsupported !== undefined) {
    return fail("invalid_arguments", "url must be an address of the web, http or https.");
  }
  const wish = wishOf(pageUrl, url, args);
  for (const address of [url, ...wish.files.map(({ from }) => from)]) {
    const allowed = await gate().admit(address, context.signal);
    if (!allowed.ok) return allowed;
  }
  // A frame sends with the rights of its own site.
  const frame = { tabId, frameIds: [args.frameId ?? 0] };
  const open = await openTarget(frame, true, context.signal);
  if (!open.ok) return open;
  const target = open.value;
  const sending = chrome.scripting
    .executeScript({
      target,
      func: sendFromPage,
      args: [wish],
      injectImmediately: true,
    })
    .then(
      ([first]) => answerSchema.safeParse(first?.result).data,
      () => undefined,
    );
  const limit = args.timeout === undefined ? [] : [AbortSignal.timeout(args.timeout)];
  const sent = await untilAborted(sending, AbortSignal.any([context.signal, ...limit]));
  if (!sent.ok) {
    await chrome.scripting
      .executeScript({ target, func: takeBack, args: [wish.id], injectImmediately: true })
      .catch(() => undefined);
    return context.signal.aborted
      ? sent
      : fail("timeout", "The answer did not come within timeout. The request may have arrived.");
  }
  const answer = sent.value;
  if (!answer) return fail("navigated", "The page went elsewhere before the answer came.");
  if (!answer.ok) {
    return fail(
      "script_error",
      "The request got no answer: the host is not there, or does not let this page read its answers (CORS). Send it from a tab of its own origin.",
    );
  }
  const { ok: _, ...whole } = answer;
  // An address that is allowed may lead on to one that is not.
  const readable = await gate().admit(whole.url, context.signal);
  if (!readable.ok) return readable;
  return succeed(told(answers.firstPart(tabId, whole, args.maxChars)));
};

type Told = Omit<Extract<z.infer<typeof answerSchema>, { ok: true }>, "ok">;

const answers = new LongAnswers<Told>();

/** More of the answer that the tab's page got last. */
async function goOn(tabId: number, { cursor = "", maxChars }: Args, { signal }: ToolContext) {
  const part = answers.nextPart(tabId, cursor, maxChars);
  if (!part) {
    return fail(
      "invalid_arguments",
      "The rest of that answer is not there any more. Send the request again, with a larger maxChars.",
    );
  }
  const readable = await gate().admit(part.url, signal);
  return readable.ok ? succeed(told(part)) : readable;
}

function told(part: Told & { cursor?: string }) {
  const success = part.status >= 200 && part.status < 400;
  return withOrigin({ success, ...part }, part.url);
}

type Args = Parameters<Handler<"chrome_network_request">>[0];

function wishOf(pageUrl: string, url: string, { method, headers, body, formData }: Args): Wish {
  const json = typeof body === "object" ? JSON.stringify(body) : undefined;
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const addressOf = (from: string) => URL.parse(from, pageUrl)?.href ?? from;
  return {
    id: crypto.randomUUID(),
    url,
    method: method.toUpperCase(),
    headers:
      json === undefined || hasType ? headers : { ...headers, "Content-Type": "application/json" },
    body: json ?? (typeof body === "string" ? body : null),
    fields: formData
      ? Object.entries(formData.fields).map(([name, value]) => [name, String(value)])
      : null,
    files: (formData?.files ?? []).map((file) => ({
      name: file.name,
      base64: file.base64Data ?? "",
      from: file.fileUrl === undefined ? "" : addressOf(file.fileUrl),
      filename: file.filename ?? "file",
      type: file.contentType ?? "application/octet-stream",
    })),
    mostBytes: MOST_BYTES,
  };
}

/** Runs inside the page, beside its scripts: with its origin and cookies, and no `fetch` that it made itself. */
async function sendFromPage(wish: Wish) {
  const stop = new AbortController();
  const stops = (globalThis.chromeMcpRequests ??= new Map());
  stops.set(wish.id, stop);
  const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.codePointAt(0) ?? 0);
  try {
    let body: string | FormData | null = wish.body;
    if (wish.fields) {
      const form = new FormData();
      for (const [name, value] of wish.fields) form.append(name, value);
      for (const { name, base64, from, filename, type } of wish.files) {
        const content =
          from === ""
            ? new Blob([bytesOf(base64)], { type })
            : await (await fetch(from, { signal: stop.signal })).blob();
        form.append(name, content, filename);
      }
      body = form;
    }
    const response = await fetch(wish.url, {
      method: wish.method,
      headers: wish.headers,
      credentials: "include",
      signal: stop.signal,
      ...(body === null ? {} : { body }),
    });
    const reader = response.body?.getReader();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for (;;) {
      const read = await reader?.read();
      if (!read || read.done) break;
      parts.push(read.value);
      length += read.value.length;
      if (length > wish.mostBytes) break;
    }
    if (length > wish.mostBytes) await reader?.cancel();
    const bytes = new Uint8Array(await new Blob(parts).slice(0, wish.mostBytes).arrayBuffer());
    const type = response.headers.get("content-type") ?? "";
    const isText = type === "" || /^text\/|json|xml|javascript|urlencoded|csv|svg/i.test(type);
    let binary = "";
    if (!isText) for (const byte of bytes) binary += String.fromCodePoint(byte);
    return {
      ok: true,
      status: response.status,
      statusText: response.statusText,
      url: response.url,
      redirected: response.redirected,
      headers: Object.fromEntries(response.headers.entries()),
      body: isText ? new TextDecoder().decode(bytes) : btoa(binary),
      base64Encoded: !isText,
      truncated: length > wish.mostBytes,
    };
  } catch {
    return { ok: false };
  } finally {
    stops.delete(wish.id);
  }
}

/** Runs inside the page. */
function takeBack(id: string) {
  globalThis.chromeMcpRequests?.get(id)?.abort();
}

declare global {
  var chromeMcpRequests: Map<string, AbortController> | undefined;
}
