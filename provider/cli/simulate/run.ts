import { once } from "node:events";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import spawn from "cross-spawn";
import { readProfile } from "../../contract/load-contract";
import { argumentError } from "../../errors";
import { hasCode, type Say } from "../console";
import {
  environmentOf,
  inventedKey,
  type Running,
  SIMULATOR_FOLDER,
  withFolderSimulator,
} from "./folder-simulator";

/** `simulate run`: runs a command, such as `pulumi up`, with the simulated account of this folder; exits as it does. */
export function runCommand(): Command {
  const command = new Command("run")
    .description(`run a command with this folder's simulated account, kept in ${SIMULATOR_FOLDER}`)
    .argument("<command...>", "as in: simulate run -- pulumi up")
    .addOption(contractOption());
  return command.action(async ([name = "", ...args]: readonly string[], { contract }: SpokenContract) => {
    const folder = process.cwd();
    const profile = contract === undefined ? undefined : readProfile(contract, folder).profile;
    const spoken = contract !== undefined && { VCC_CONTRACT_FILE: resolve(folder, contract) };
    const work = async (simulator: Running) => {
      const environment = { ...process.env, ...environmentOf(folder, simulator), ...spoken };
      return execute(name, args, environment).catch((error: unknown) => {
        if (!hasCode(error, "ENOENT")) throw error;
        throw argumentError(
          `a command on the PATH, got "${name}", which isn't.`,
          name === "pulumi"
            ? "Install Pulumi: https://www.pulumi.com/docs/install/"
            : "Check its spelling, or give its path.",
        );
      });
    };
    process.exitCode = await withFolderSimulator(folder, work, profile);
  });
}

/** Options of what runs a simulated account. */
export interface SpokenContract {
  readonly contract?: string;
}

/** `--contract`: the simulated account speaks a contract profile, as somebody tries a corrected one. */
export function contractOption(): Option {
  return new Option("--contract <file>", "what its API is like, as this contract profile says it");
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
