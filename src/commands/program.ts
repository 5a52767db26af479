import { Command } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { addCommand } from "./command.ts";
import { doctor } from "./doctor.ts";
import { extension } from "./extension.ts";
import { invite } from "./invite.ts";
import { launch } from "./launch.ts";
import { serve } from "./serve.ts";

const AFTER_HELP = `
"serve" is what happens without a command; "<command> --help" lists the settings that it takes.
They may also stand in livekit_config.yaml or in the environment.`;

/** The command line. What it runs sets the exit code of the process. */
export function program(): Command {
  const root = new Command(packageJson.name)
    .description(packageJson.description)
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "Show the help of a command.")
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText("after", AFTER_HELP);
  addCommand(root, serve, { isDefault: true });
  for (const each of [launch, doctor, invite, extension]) addCommand(root, each);
  root
    .command("version")
    .description("Print the version.")
    .action(() => console.log(packageJson.version));
  return root;
}
