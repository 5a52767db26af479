import { resolve } from "node:path";
import { Option } from "commander";
import { z } from "zod";
import { localAddress } from "../launch/server-client.ts";
import { unpackExtension } from "../launch/unpack-extension.ts";
import { defineCommand } from "./command.ts";

export const extension = defineCommand({
  name: "extension",
  description: "Write the extension into a folder, for loading it into a browser by hand.",
  options: [
    new Option(
      "--to <folder>",
      "folder to write; an extension written there before is replaced",
    ).default("chrome-mcp-extension"),
  ],
  schema: z.object({ to: z.string({ error: "expected the path of a folder" }) }),
  async run({ server }, { to }) {
    const folder = resolve(to);
    const url = server.publicUrl ?? localAddress(server.host, server.port);
    const unpacked = await unpackExtension(folder, { serverUrl: url });
    if (!unpacked.ok) {
      console.error(unpacked.failure.message);
      return 1;
    }
    console.log(`The extension is in ${folder}

  1. Open chrome://extensions (in Edge: edge://extensions).
  2. Turn on "Developer mode".
  3. Press "Load unpacked" and choose that folder.

It connects by itself. Keep the folder: the browser reads it at every start.`);
    return 0;
  },
});
