import { z } from "zod";
import { type Outcome, fail, succeed } from "../../protocol/failure.ts";
import { isReachable } from "../../talk/reach.ts";
import type { ServerApi } from "../server-api.ts";
import { TEXTS } from "../texts.ts";
import { type Door, doorSchema } from "./talk-messages.ts";

/** The first who asks waits until voice has started. */
const ANSWER_MS = 30_000;

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** Asks the server for the way into the room of this browser's user, to talk to this browser. */
export async function askDoor(
  api: ServerApi,
  serverUrl: string,
  browserId: string | undefined,
): Promise<Outcome<Door>> {
  const asked = await api.ask(serverUrl, "/api/voice/token", {
    method: "POST",
    body: JSON.stringify({ browserId }),
    answerMs: ANSWER_MS,
  });
  if (!asked.ok) return asked;
  const response = asked.value;
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const said = refusalSchema.safeParse(body).data?.error.message;
    return fail("not_actionable", said ?? TEXTS.serverApi.refused(response.status));
  }
  const door = doorSchema.safeParse(body);
  if (!door.success) return fail("internal", TEXTS.serverApi.strangeAnswer);
  return isReachable(door.data.url, new URL(serverUrl))
    ? succeed(door.data)
    : fail("not_actionable", TEXTS.talk.outOfReach);
}
