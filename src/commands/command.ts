import { type Command, Option } from "commander";
import type { z } from "zod";
import { type Config, loadProcessConfig } from "../config.ts";
import { SERVER_KEYS, type ServerKey, flagOf, serverSettings } from "../config/server-settings.ts";

/** EX_CONFIG of sysexits.h. */
export const CONFIG_EXIT_CODE = 78;

const HELP_OF_HELP = "show this help";
const SETTINGS = "Settings of the server, which may also stand in livekit_config.yaml:";

/** One command. `run` answers the exit code. */
export interface CommandSpec {
  name: string;
  description: string;
  options: Option[];
  run(config: Config, options: Record<string, unknown>): Promise<number>;
}

/** A command whose own options are checked by `schema`, as the settings are by theirs. */
export function defineCommand<S extends z.ZodObject>(
  spec: Omit<CommandSpec, "run"> & {
    schema: S;
    run(config: Config, options: z.infer<S>): Promise<number>;
  },
): CommandSpec & { check: (options: Record<string, unknown>) => string[] } {
  return {
    name: spec.name,
    description: spec.description,
    options: spec.options,
    check: (options) =>
      (spec.schema.safeParse(options).error?.issues ?? []).map(
        ({ path, message }) => `--${kebabCase(path.join("."))}: ${message}`,
      ),
    run: (config, options) => spec.run(config, spec.schema.parse(options)),
  };
}

/** Adds the command with its own options and all settings of the server. */
export function addCommand(
  program: Command,
  spec: ReturnType<typeof defineCommand>,
  { isDefault = false } = {},
): void {
  const command = program
    .command(spec.name, { isDefault })
    .description(spec.description)
    // They are listed with all other problems instead.
    .allowUnknownOption()
    .allowExcessArguments();
  for (const option of spec.options) command.addOption(withProblemsListed(option));
  command.helpOption("-h, --help", HELP_OF_HELP);
  for (const option of settingOptions())
    command.addOption(withProblemsListed(option).helpGroup(SETTINGS));
  command.action(async () => {
    const own: Record<string, unknown> = {};
    const settings: Record<string, unknown> = {};
    const ownNames = new Set(spec.options.map((option) => option.attributeName()));
    for (const [name, value] of Object.entries(command.opts())) {
      (ownNames.has(name) ? own : settings)[name] = value;
    }
    const loaded = loadProcessConfig(settings);
    const problems = [
      ...command.args.map(unknownWord),
      ...spec.check(own),
      ...(loaded.ok ? [] : loaded.problems),
    ];
    if (loaded.ok && problems.length === 0) process.exit(await spec.run(loaded.config, own));
    console.error("These settings are unknown or wrong, so nothing was started:\n");
    for (const problem of problems) console.error(`  ✖ ${problem}`);
    console.error("\n--help lists the commands and flags; the README explains every setting.");
    process.exit(CONFIG_EXIT_CODE);
  });
}

/** A flag that lacks its value is `true`: its schema says so with all other problems, and the parser does not end at it. */
function withProblemsListed(option: Option): Option {
  option.optional ||= option.required;
  option.required = false;
  return option;
}

function settingOptions(): Option[] {
  const { shape } = serverSettings;
  return [
    new Option("--config <file>", "file with the settings (livekit_config.yaml, if there is one)"),
    ...SERVER_KEYS.flatMap((key) => {
      const description = shape[key].description ?? "";
      return key === "local"
        ? [
            new Option("--local", description),
            new Option("--no-local", "every client needs a credential"),
          ]
        : [new Option(`${flagOf(key)} <value>`, description + defaultOf(key))];
    }),
  ];
}

/** As it is written: durations in seconds. */
function defaultOf(key: ServerKey): string {
  const { def } = serverSettings.shape[key];
  const value = "defaultValue" in def ? def.defaultValue : [];
  return Array.isArray(value) ? "" : ` (default: ${String(value)})`;
}

/** A word that is none of ours, also not of a flag's. */
function unknownWord(word: string): string {
  const [name = ""] = word.split("=");
  return name.startsWith("-")
    ? `${name}: not known here`
    : `${name}: not a command, nor part of one`;
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
