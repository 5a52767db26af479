import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The LiveKit server for tests: on the PATH, or where `go install` puts it under the name of its folder. */
export function livekitServerPath(): string | undefined {
  const onPath = Bun.which("livekit-server");
  if (onPath !== null) return onPath;
  const built = join(
    process.env["GOBIN"] ?? join(process.env["GOPATH"] ?? join(homedir(), "go"), "bin"),
    "server",
  );
  return existsSync(built) ? built : undefined;
}
