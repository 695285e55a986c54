import { once } from "node:events";
import { Command } from "commander";
import spawn from "cross-spawn";
import { argumentError } from "../../errors";
import { hasCode, type Say } from "../console";
import { environmentOf, inventedKey, SIMULATOR_FOLDER, withFolderSimulator } from "./folder-simulator";

/** `simulate run`: runs a command, such as `pulumi up`, with the simulated account of this folder; exits as it does. */
export function runCommand(): Command {
  const command = new Command("run")
    .description(`run a command with this folder's simulated account, kept in ${SIMULATOR_FOLDER}`)
    .argument("<command...>", "as in: simulate run -- pulumi up");
  return command.action(async ([name = "", ...args]: readonly string[]) => {
    const folder = process.cwd();
    process.exitCode = await withFolderSimulator(folder, async (simulator) =>
      execute(name, args, { ...process.env, ...environmentOf(folder, simulator) }).catch((error: unknown) => {
        if (!hasCode(error, "ENOENT")) throw error;
        throw argumentError(
          `a command on the PATH, got "${name}", which isn't.`,
          name === "pulumi"
            ? "Install Pulumi: https://www.pulumi.com/docs/install/"
            : "Check its spelling, or give its path.",
        );
      }),
    );
  });
}

/** The exit code; 1 where a signal ended it. */
async function execute(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  // A terminal sends its signals to the command, too, which decides when it is done.
  const leaveToCommand = (): void => undefined;
  process.on("SIGINT", leaveToCommand);
  try {
    // On Windows, npm's commands are scripts, which Node alone doesn't start.
    const child = spawn(name, args, { stdio: "inherit", env });
    const [code] = (await once(child, "exit")) as [number | null];
    return code ?? 1;
  } finally {
    process.off("SIGINT", leaveToCommand);
  }
}

/** `simulate key`: prints the key to all mailboxes of this folder's simulated account. */
export function keyCommand(say: Say): Command {
  return new Command("key")
    .description("print a made-up service account's key that the simulator takes for every mailbox")
    .action(() => say(inventedKey(process.cwd())));
}
