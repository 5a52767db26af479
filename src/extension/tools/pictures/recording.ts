import { fail, succeed } from "../../../protocol/failure.ts";
import type { OutputFile } from "../../../protocol/tool-result.ts";
import { attach } from "../../debugger/debugger-session.ts";
import { admitPictures } from "../../policy/pictured-frames.ts";
import { TabKeep } from "../../tab-keep.ts";
import { shownOnce } from "./first-showing.ts";
import { GifRecording } from "./gif-recording.ts";
import type { Handler } from "../tool-context.ts";
import { saveToDownloads } from "./save-file.ts";
import { findPage } from "../tabs/tab-target.ts";

const recordings = new TabKeep<GifRecording>();

const NOTHING = fail(
  "invalid_arguments",
  "Nothing was recorded of this tab. Call chrome_gif_recorder with action start first.",
);

const gifRecorder: Handler<"chrome_gif_recorder"> = async (args, context) => {
  const found = await findPage(args, context);
  if (!found.ok) return found;
  const { tabId } = found.value;
  if (args.action === "start") {
    const open = await admitPictures(tabId, context.signal);
    if (!open.ok) return open;
    const shown = await shownOnce(found.value);
    if (!shown.ok) return shown;
    const attached = await attach(tabId);
    if (!attached.ok) return attached;
    const started = new GifRecording(attached.value, args, open.value);
    recordings.put(tabId, started);
    return succeed({ data: { tabId, ...stateOf(started) } });
  }
  const recording = recordings.get(tabId);
  if (!recording) return NOTHING;
  if (args.action === "stop" || args.action === "export") await recording.stop();
  const data = { tabId, ...stateOf(recording) };
  if (args.action === "clear") recordings.drop(tabId);
  if (args.action !== "export") return succeed({ data });
  if (recording.frames === 0) return NOTHING;
  const named = args.filename ?? `recording-${tabId}`;
  const file: OutputFile = {
    name: named.endsWith(".gif") ? named : `${named}.gif`,
    mimeType: "image/gif",
    base64: recording.file.toBase64(),
  };
  if (!args.saveToDownloads) {
    return succeed({ data: { ...data, fileName: file.name }, files: [file] });
  }
  const saved = await saveToDownloads(file, context.signal);
  return saved.ok ? succeed({ data: { ...data, savedAs: saved.value } }) : saved;
};

function stateOf({ recording, frames, durationMs, bytes }: GifRecording) {
  return { recording, frames, durationMs, bytes };
}

export const recordingHandlers = {
  chrome_gif_recorder: gifRecorder,
};
