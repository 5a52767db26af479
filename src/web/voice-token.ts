import { z } from "zod";
import type { ChromeTools } from "../core/chrome-tools.ts";
import type { Principal } from "../core/principal.ts";
import { type SessionId, type UserId, userIdSchema } from "../protocol/ids.ts";
import { answer, problem } from "./json-answer.ts";
import { jsonBody } from "./json-body.ts";

interface RoomInvitation {
  url: string;
  token: string;
  room: string;
  identity: string;
  /** All places are taken now. */
  waits: boolean;
}

/** What the API needs of voice. */
export interface VoiceDesk {
  state(): { state: "off"; why: string } | { state: "ready" | "connecting" | "on" };
  figures(): object | undefined;
  invite(
    userId: UserId,
    credentialId: string,
    /** The one of their browsers that the person talks to, if they say which. */
    sessionId: SessionId | undefined,
  ): Promise<{ ok: true; invitation: RoomInvitation } | { ok: false; why: string }>;
}

/** With this stands in a token for somebody who needed no credential. */
export const LOCAL_CREDENTIAL = "local";

/** Stock frontends send wishes for names and rooms; the room and the name follow from who asks. */
const wishSchema = z.looseObject({ browserId: z.string().max(80).optional() });

export interface VoiceTokenParts {
  voice: VoiceDesk;
  tools: Pick<ChromeTools, "browsers">;
}

/**
 * Lets whoever asks into the room of their own user. The answer also has the names that stock LiveKit
 * frontends look for.
 */
export async function voiceToken(
  { voice, tools }: VoiceTokenParts,
  principal: Principal,
  request: Request,
): Promise<Response> {
  const wish = await wishOf(request);
  if (!wish.ok) return wish.response;
  const who = personOf(principal, wish.body.browserId, tools);
  if (!who.ok) return who.response;
  const invited = await voice.invite(who.userId, who.credentialId, who.sessionId);
  if (!invited.ok) return problem(503, "voice_off", `Voice is off. ${invited.why}`);
  const { url, token, room, identity, waits } = invited.invitation;
  return answer(
    {
      url,
      token,
      room,
      identity,
      waits,
      server_url: url,
      participant_token: token,
      serverUrl: url,
      participantToken: token,
      roomName: room,
      participantName: identity,
    },
    201,
  );
}

/** A request without a body wishes for nothing. */
async function wishOf(request: Request) {
  if (request.body === null) return { ok: true as const, body: wishSchema.parse({}) };
  return jsonBody(request, wishSchema);
}

type Person =
  | { ok: true; userId: UserId; credentialId: string; sessionId: SessionId | undefined }
  | { ok: false; response: Response };

function personOf(
  principal: Principal,
  browserId: string | undefined,
  tools: Pick<ChromeTools, "browsers">,
): Person {
  switch (principal.kind) {
    case "user":
      return principal.scope === "view"
        ? refuse("This address may look but not act, and talking acts. Use one with control.")
        : userPerson(principal, browserId, tools);
    case "admin":
      return refuse("An admin has no browser to talk to. Use the address of a browser's owner.");
    case "local":
      return localPerson(browserId, tools);
  }
}

/** Whoever names a browser has to have it. An extension may name its own, though its credential drives none. */
function userPerson(
  principal: Extract<Principal, { kind: "user" }>,
  browserId: string | undefined,
  tools: Pick<ChromeTools, "browsers">,
): Person {
  const { userId, credentialId } = principal;
  if (browserId === undefined) return { ok: true, userId, credentialId, sessionId: undefined };
  const own = tools.browsers({ principal: { ...principal, scope: "view" }, selected: undefined });
  const meant = own.find((browser) => browser.browserId === browserId);
  return meant
    ? { ok: true, userId, credentialId, sessionId: meant.browserId }
    : refuse("You have no browser of this id. GET /api/browsers has those that you have.");
}

/** Somebody on this machine talks in the room of the user of the one browser here, or of the one they name. */
function localPerson(browserId: string | undefined, tools: Pick<ChromeTools, "browsers">): Person {
  const here = tools.browsers({ principal: { kind: "local" }, selected: undefined });
  const meant = here.filter((browser) =>
    browserId === undefined
      ? browser.state !== "detached"
      : browser.browserId === browserId || browser.userId === browserId,
  );
  const users = new Set(meant.map(({ userId }) => userId));
  const [only] = users;
  if (users.size !== 1 || only === undefined) {
    return refuse(
      users.size === 0
        ? "No browser of yours is connected here. Open the extension's popup and press Connect, then try again."
        : "Several people's browsers are connected here. Send the browserId of yours (GET /api/browsers has them), " +
            "or use the personal address from your extension's popup.",
    );
  }
  return {
    ok: true,
    userId: userIdSchema.parse(only),
    credentialId: LOCAL_CREDENTIAL,
    sessionId: meant.find((browser) => browser.browserId === browserId)?.browserId,
  };
}

function refuse(message: string): Person {
  return { ok: false, response: problem(403, "forbidden", message) };
}
