#!/usr/bin/env bun
import { CommanderError } from "commander";
import { CONFIG_EXIT_CODE } from "./commands/command.ts";
import { program } from "./commands/program.ts";

try {
  await program().parseAsync();
} catch (cause) {
  if (!(cause instanceof CommanderError)) throw cause;
  // Help and version were asked for; anything else is a command line that makes no sense.
  process.exitCode = cause.exitCode === 0 ? 0 : CONFIG_EXIT_CODE;
}
