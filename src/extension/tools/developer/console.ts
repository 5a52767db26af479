import { type Outcome, succeed } from "../../../protocol/failure.ts";
import type { BrowserToolArgs } from "../../../tools/catalogue.ts";
import { consoleExceptionSchema, consoleMessageSchema } from "../../../tools/console.ts";
import type { ConsoleLine } from "../../debugger/console-line.ts";
import { type DebuggerSession, attach } from "../../debugger/debugger-session.ts";
import { gate } from "../../policy/gate.ts";
import { TabKeep } from "../../tab-keep.ts";
import { ConsoleRecord, type IsOpen, consoleSnapshot } from "./console-record.ts";
import { regularExpression } from "../regular-expression.ts";
import type { Handler } from "../tool-context.ts";
import { findPage, withOrigin } from "../tabs/tab-target.ts";
import { untilAborted } from "../until-aborted.ts";

type Args = BrowserToolArgs<"chrome_console">;

const records = new TabKeep<ConsoleRecord>();

const readConsole: Handler<"chrome_console"> = async (args, context) => {
  const pattern = patternOf(args.pattern);
  if (!pattern.ok) return pattern;
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId, url, title } = found.value;
  const attached = await attach(tabId);
  if (!attached.ok) return attached;
  const session = attached.value;
  using _lease = session.lease();

  const isRecord = args.buffer || args.mode === "buffer";
  const isOpen = gate().openFor(context.signal);
  const read = await untilAborted(
    isRecord ? recordOf(session, isOpen, args.clear) : snapshotOf(session, isOpen),
    context.signal,
  );
  if (!read.ok) return read;
  const { lines, dropped } = read.value;
  const data = { tabId, tabUrl: url, tabTitle: title, ...told(lines, pattern.value, args) };
  if (isRecord && args.clearAfterRead) records.get(tabId)?.clear();
  return succeed(withOrigin({ ...data, droppedMessageCount: dropped }, url));
};

interface Lines {
  lines: readonly ConsoleLine[];
  dropped: number;
}

async function snapshotOf(session: DebuggerSession, isOpen: IsOpen): Promise<Lines> {
  return { lines: await consoleSnapshot(session, isOpen), dropped: 0 };
}

async function recordOf(session: DebuggerSession, isOpen: IsOpen, clear: boolean): Promise<Lines> {
  const known = records.get(session.tabId);
  const record = known && !known.isOver ? known : new ConsoleRecord(session, isOpen);
  if (record !== known) {
    records.put(session.tabId, record);
    await record.start();
  }
  if (clear) record.clear();
  return { lines: [...record.lines], dropped: record.dropped };
}

function told(lines: readonly ConsoleLine[], pattern: RegExp | undefined, args: Args) {
  const { onlyErrors, includeExceptions, limit = args.maxMessages } = args;
  const matching = lines.filter(
    ({ kind, level, text }) =>
      (includeExceptions || kind === "message") &&
      (!onlyErrors || level === "error") &&
      (pattern?.test(text) ?? true),
  );
  const messages = matching.filter(({ kind }) => kind === "message");
  const exceptions = matching.filter(({ kind }) => kind === "exception");
  const newest = (of: readonly ConsoleLine[]) => (limit === 0 ? [] : of.slice(-limit));
  return {
    messages: newest(messages).map((line) => consoleMessageSchema.parse(line)),
    exceptions: newest(exceptions).map((line) => consoleExceptionSchema.parse(line)),
    messageCount: messages.length,
    exceptionCount: exceptions.length,
    messageLimitReached: messages.length > limit || exceptions.length > limit,
  };
}

function patternOf(given: string | undefined): Outcome<RegExp | undefined> {
  if (given === undefined || given === "") return succeed(undefined);
  const [, source = given, flags = ""] = /^\/(.+)\/([imsu]*)$/.exec(given) ?? [];
  return regularExpression(source, flags, "pattern");
}

export const consoleHandlers = {
  chrome_console: readConsole,
};
