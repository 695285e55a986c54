import { Command, Option } from "commander";
import type { Say } from "./console";
import { runAttached } from "./pulumi/attached";
import { pulumiCommand } from "./pulumi/pulumi-command";
import { hasIdentity, IDENTITY_TARGET } from "./pulumi/stack";

interface UpOptions {
  readonly stack?: string;
  readonly cwd?: string;
}

const HELP = `
The engine stores the whole state after each step, which is slow with many inboxes. Here it stores it once, when the run ends.
That rests on the names that this package generates from the stack's identity, which this command stores first in a new
stack: should the run be killed, the next one knows by them what it had made, and takes it up. A name that the program
gives proves nothing: there the next run stops, and says how to adopt what is there.

Exit codes: those of pulumi up.`;

/** `up`: applies a program by the engine's own command, with one write of the state. */
export function upCommand(say: Say = console.error): Command {
  return new Command("up")
    .description(
      "apply the program as pulumi up does, much faster for many inboxes: the state is stored once",
    )
    .argument("[arguments...]", "arguments of pulumi up, such as --yes or --refresh")
    .allowUnknownOption()
    .addOption(new Option("-s, --stack <name>", "the stack (default: the selected one)"))
    .addOption(new Option("-C, --cwd <folder>", "the program's folder (default: this one)"))
    .addHelpText("after", HELP)
    .action(async (words: readonly string[], { stack, cwd: folder = process.cwd() }: UpOptions) => {
      const environment = { ...process.env, PULUMI_SKIP_CHECKPOINTS: "true" };
      const pulumi = pulumiCommand({ folder, environment, stack });
      if (!(await hasIdentity(pulumi))) {
        say("The stack's identity is stored first.");
        // What is wrong shows better in the run itself, which makes nothing where this has failed.
        const first = [
          "up",
          "--yes",
          "--skip-preview",
          "--target",
          IDENTITY_TARGET,
          ...configurationIn(words),
        ];
        await pulumi(first).catch(() => undefined);
      }
      const ofStack = stack === undefined ? [] : ["--stack", stack];
      process.exitCode = await runAttached(["up", ...ofStack, ...words], { folder, environment });
    });
}

/** Flags of `pulumi up` that the program's configuration comes from, with their values. */
function configurationIn(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    // A message may look like a flag.
    if (/^(?:-m|--message)$/u.test(words[index - 1] ?? "")) return [];
    if (/^(?:-[defjQy]*c|--config|--config-file)$/u.test(word)) return words.slice(index, index + 2);
    return /^(?:-c.|--config=|--config-file=|--(?:config-path|skip-config-validation)(?:=|$))/u.test(word)
      ? [word]
      : [];
  });
}
