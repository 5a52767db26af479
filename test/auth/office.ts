import { CredentialAuthenticator } from "../../src/auth/credential-authenticator.ts";
import {
  type CredentialWish,
  Credentials,
  type Made,
  type Maker,
} from "../../src/auth/credentials.ts";
import { BrowserEnrolment } from "../../src/auth/enrolment.ts";
import { LastUse } from "../../src/auth/last-use.ts";
import type { EnrolmentRequest } from "../../src/core/ports.ts";
import type { Principal } from "../../src/core/principal.ts";
import { type InstallId, installIdSchema } from "../../src/protocol/ids.ts";
import { MemorySessionStore } from "../../src/store/memory-session-store.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { QuietLogger } from "../support/quiet-logger.ts";

export const NEAR = { loopback: true };
export const FAR = { loopback: false };

export function newInstallId(): InstallId {
  return installIdSchema.parse(crypto.randomUUID());
}

/** Everything of auth on a store in memory and a clock that the test moves. */
export function openOffice(
  options: { policy?: "open" | "invite"; localAllowed?: boolean; store?: MemorySessionStore } = {},
) {
  const { policy = "open", localAllowed = true, store = new MemorySessionStore() } = options;
  const clock = new FakeClock();
  const lastUse = new LastUse({ store, clock, logger: new QuietLogger() });
  const credentials = new Credentials({ store, clock });
  const authenticator = new CredentialAuthenticator({ store, lastUse, clock, localAllowed });
  credentials.onEnded((credential) => authenticator.forget(credential));
  const enrolment = new BrowserEnrolment({ store, credentials, lastUse, clock, policy });

  const enrol = (request: Partial<EnrolmentRequest> = {}) =>
    enrolment.enrol({
      token: undefined,
      invitation: undefined,
      installId: newInstallId(),
      peer: FAR,
      ...request,
    });
  /** A new user with a connected browser, as the popup would speak for it. */
  const newUser = async () => {
    const installId = newInstallId();
    const enrolled = await enrol({ installId, ...(policy === "invite" && (await invited())) });
    if (!enrolled.ok || enrolled.token === undefined) throw new Error("enrolment failed");
    const { userId, token } = enrolled;
    const asked = await authenticator.authenticate(token, FAR);
    if (!asked.ok || asked.principal.kind !== "user") throw new Error("the token is no good");
    return { userId, token, installId, principal: asked.principal };
  };
  const invited = async () => ({ invitation: (await credentials.invite(undefined)).invitation });
  const make = async (maker: Maker, wish: CredentialWish): Promise<Made> => {
    const made = await credentials.make(maker, wish);
    if (!made) throw new Error("the maker's credential does not work");
    return made;
  };
  /** Who a secret is taken for, or why nobody. */
  const whoIs = async (secret: string | undefined, peer = FAR): Promise<Principal | string> => {
    const asked = await authenticator.authenticate(secret, peer);
    return asked.ok ? asked.principal : asked.refusal.message;
  };
  return {
    store,
    clock,
    lastUse,
    credentials,
    authenticator,
    enrolment,
    enrol,
    newUser,
    make,
    whoIs,
  };
}
