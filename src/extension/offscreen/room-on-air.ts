import "../jitless.ts";
import type { RoomView } from "../../talk/room-view.ts";
import { VoiceRoom } from "../../talk/voice-room.ts";
import { microphonePermission } from "../talk/microphone-permission.ts";
import { TalkChannel } from "../talk/talk-channel.ts";
import { type Door, LEVEL_CHANNEL, type TalkMessage, doorSchema } from "../talk/talk-messages.ts";
import { TEXTS } from "../texts.ts";

/**
 * The person's room, in the page without a window, so that it outlasts the side panel. One at a time: whoever
 * joins anew leaves the old one, and of that nothing is told any more. Panels see it and act in it through
 * the channel; the worker closes the page after the end.
 */

const channel = new TalkChannel(hear);
const permission = microphonePermission();
const levels = new BroadcastChannel(LEVEL_CHANNEL);
let room: VoiceRoom | undefined;
/** Panels that show how loud it is. */
let watchers = 0;
let forgetLevel: (() => void) | undefined;

void permission.then((status) =>
  status.addEventListener("change", () => {
    if (status.state === "granted") room?.unmute();
  }),
);

export function join(untrusted: unknown): void {
  const door: Door = doorSchema.parse(untrusted);
  const fresh: VoiceRoom = new VoiceRoom({
    onView: (view) => {
      if (room === fresh) show(view);
    },
    whyNoMicrophone,
  });
  room?.leave();
  room = fresh;
  show(fresh.view);
  void fresh.join(door, door.deviceId);
}

function hear(message: TalkMessage): void {
  if (!room) return;
  switch (message.say) {
    case "view":
      return;
    case "who_talks":
      return show(room.view);
    case "write":
      return room.write(message.text);
    case "mute":
      return room.mute();
    case "unmute":
      return room.unmute();
    case "choose":
      return room.choose(message.deviceId);
    case "leave":
      return room.leave();
    case "watch_level":
      watchers += 1;
      return tellLevel(room.view);
    case "forget_level":
      watchers = Math.max(0, watchers - 1);
      return tellLevel(room.view);
  }
}

function show(view: RoomView): void {
  tellLevel(view);
  channel.say({ say: "view", view });
}

function tellLevel({ state, microphone }: RoomView): void {
  const wanted = watchers > 0 && state !== "ended" && microphone.state === "live";
  if (wanted) forgetLevel ??= room?.watchLevel((level) => levels.postMessage(level));
  else {
    forgetLevel?.();
    forgetLevel = undefined;
  }
}

async function whyNoMicrophone(): Promise<string | undefined> {
  const { state } = await permission;
  if (state === "granted") return undefined;
  return state === "prompt" ? TEXTS.talk.notAsked : TEXTS.talk.denied;
}
