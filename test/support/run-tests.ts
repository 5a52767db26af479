import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browserPath } from "./browser-path.ts";
import { livekitServerPath } from "./livekit-server-path.ts";
import { readReport } from "./test-report.ts";

/**
 * Finds or installs what the tests need, runs them, and ends with `N passed, N failed` from the runner's
 * own report. What is missing is said; tests that need it then fail.
 */

const TEST_TIMEOUT_MS = 60_000;

if (browserPath() === undefined) await installChromium();
if (livekitServerPath() === undefined) await installLivekitServer();

const folder = await mkdtemp(join(tmpdir(), "test-report-"));
const reportFile = join(folder, "junit.xml");
const runner = Bun.spawn(
  [
    process.execPath,
    "test",
    `--timeout=${TEST_TIMEOUT_MS}`,
    "--reporter=junit",
    `--reporter-outfile=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { stdin: "ignore", stdout: "inherit", stderr: "inherit" },
);
const exitCode = await runner.exited;
const file = Bun.file(reportFile);
const report = readReport((await file.exists()) ? await file.text() : undefined);
await rm(folder, { recursive: true });

for (const name of report.skippedEndToEnd)
  console.error(`Skipped, which counts as failed: ${name}`);
const failed = report.failed + report.skippedEndToEnd.length;
console.log(`${report.passed} passed, ${failed} failed`);
process.exit(exitCode === 0 && failed > 0 ? 1 : exitCode);

async function installChromium(): Promise<void> {
  const mayInstall = process.getuid?.() === 0 && Bun.which("apt-get") !== null;
  if (mayInstall) {
    console.log("Chromium is not on the PATH; installing it with apt-get.");
    for (const words of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
      const apt = Bun.spawn(["apt-get", "-qq", ...words], {
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        stdin: "ignore",
        stdout: "ignore",
        stderr: "inherit",
      });
      await apt.exited;
    }
  }
  if (browserPath() === undefined) {
    console.error(
      "Chromium is missing, so the end-to-end tests will fail. Put `chromium` on the PATH, for example with " +
        "`sudo apt-get install chromium` or `brew install --cask chromium`.",
    );
  }
}

/** Go's own mirror has the sources; building them takes some minutes, once. */
async function installLivekitServer(): Promise<void> {
  if (Bun.which("go") !== null) {
    console.log("livekit-server is not on the PATH; building it with `go install`.");
    const words = ["install", "github.com/livekit/livekit-server/cmd/server@v1.13.5"];
    const go = Bun.spawn(["go", ...words], {
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
    });
    await go.exited;
  }
  if (livekitServerPath() === undefined) {
    console.error(
      "livekit-server is missing, so the tests of voice will fail. Put `livekit-server` on the PATH, or Go, with " +
        "which it can be built.",
    );
  }
}
