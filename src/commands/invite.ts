import { Option } from "commander";
import { z } from "zod";
import { Credentials } from "../auth/credentials.ts";
import type { Config } from "../config.ts";
import { wholeNumber } from "../config/setting-kinds.ts";
import { realClock } from "../core/real-clock.ts";
import { localAddress } from "../launch/server-client.ts";
import { createLogger } from "../logger.ts";
import { SqliteSessionStore } from "../store/sqlite-session-store.ts";
import { defineCommand } from "./command.ts";

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const durationError = "expected a duration such as 30m, 24h or 7d";

const durationSchema = z
  .string({ error: durationError })
  .regex(/^\d{1,4}[mhd]$/, { error: durationError })
  .transform((text) => {
    const unit = z.enum(["m", "h", "d"]).parse(text.at(-1));
    return Number(text.slice(0, -1)) * UNITS_MS[unit];
  });

export const invite = defineCommand({
  name: "invite",
  description: "Make an invitation with which a browser may connect, or an admin's credential.",
  options: [
    new Option("--uses <number>", "how many browsers may use it").default("1"),
    new Option("--expires <duration>", "how long it can be used: 30m, 24h, 7d").default("24h"),
    new Option("--admin", "make a credential for the statistics and pages of the whole server"),
  ],
  schema: z.object({
    uses: wholeNumber(1, 10_000),
    expires: durationSchema,
    admin: z.boolean().optional(),
  }),
  async run(config, { uses, expires, admin }) {
    await using store = SqliteSessionStore.open(config.server.databaseFile, {
      logger: createLogger({ ...config.server, logLevel: "error" }),
    });
    const credentials = new Credentials({ store, clock: realClock });
    if (admin === true) {
      const { secret } = await credentials.makeForAdmin("made by the command line");
      console.log(
        `Credential of an admin. It does not expire and is shown only now:\n\n  ${secret}\n`,
      );
      console.log(
        `Send it as "Authorization: Bearer …", for example to ${addressOf(config)}/api/stats.`,
      );
      return 0;
    }
    const { invitation, expiresMs } = await credentials.invite(undefined, {
      uses,
      expiresInMs: expires,
    });
    const browsers = uses === 1 ? "one browser" : `${uses} browsers`;
    console.log(`Invitation for ${browsers}, until ${new Date(expiresMs).toLocaleString()}:\n`);
    console.log(`  ${invitation}\n`);
    console.log(
      "Give it to the person over a way that others cannot read. In the popup of the extension they\n" +
        `enter the server ${addressOf(config)}, press Use this server and Connect,\n` +
        "and paste the invitation when they are asked for it.",
    );
    if (config.server.enrolment === "open") console.log(NEEDLESS);
    return 0;
  },
});

const NEEDLESS =
  "\nBy these settings nobody needs one: enrolment is open. Give this command the settings of the server, or start\n" +
  "the server with --enrolment invite.";

/** As others reach it; one that listens everywhere cannot know under which name. */
function addressOf({ server: { publicUrl, host, port } }: Config): string {
  const isEverywhere = host === "0.0.0.0" || host === "::";
  return publicUrl ?? (isEverywhere ? `http://THIS-MACHINE:${port}` : localAddress(host, port));
}
