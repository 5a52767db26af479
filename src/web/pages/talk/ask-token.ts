import * as z from "zod/mini";
import { isLoopback, isReachable } from "../../../talk/reach.ts";
import { refusalSchema } from "../status/answers.ts";

const ANSWER_MS = 30_000;

const tokenSchema = z.object({
  url: z.string(),
  token: z.string(),
  identity: z.string(),
  waits: z.optional(z.boolean()),
});
export type RoomToken = z.infer<typeof tokenSchema>;

export type TokenAnswer = { ok: true; value: RoomToken } | { ok: false; why: string };

/** Asks this server for the way into one's own room. The first who asks waits until voice has started. */
export async function askToken(
  credential: string | undefined,
  browserId: string | undefined,
): Promise<TokenAnswer> {
  try {
    const response = await fetch("/api/voice/token", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      },
      body: JSON.stringify(browserId === undefined ? {} : { browserId }),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body: unknown = await response.json();
    const token = tokenSchema.safeParse(body);
    if (response.ok && token.success) return { ok: true, value: token.data };
    const why = refusalSchema.safeParse(body).data?.error.message;
    return { ok: false, why: why ?? "The server gave an answer that this page does not know." };
  } catch {
    return { ok: false, why: "The server does not answer. Try again in a moment." };
  }
}

/** Why a room cannot be reached from here at all, where that is known before trying. */
export function whyOutOfReach(roomUrl: string, page: URL): string | undefined {
  const room = new URL(roomUrl);
  if (!isReachable(roomUrl, page)) {
    return "The LiveKit server is reachable only on the server's own machine. Set livekit.url or livekit.public_url in livekit_config.yaml to an address that this machine reaches.";
  }
  if (page.protocol === "https:" && room.protocol === "ws:" && !isLoopback(room.hostname)) {
    return "This page came by https, and the LiveKit server has no wss:// address. Set livekit.public_url in livekit_config.yaml to one.";
  }
  return undefined;
}
