import { z } from "zod";
import { defineCommand } from "./command.ts";
import { startServer, stopServer, stopSignal } from "./running-server.ts";

export const serve = defineCommand({
  name: "serve",
  description: "Run the server. This is the default.",
  options: [],
  schema: z.object({}),
  async run(config) {
    const stopped = stopSignal();
    const server = await startServer(config);
    if (!server.ok) return server.exitCode;
    await stopped;
    await stopServer(server, config);
    return 0;
  },
});
