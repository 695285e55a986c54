import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import type { Say } from "./console";
import { contractCheckCommand } from "./contract/check";
import { contractTrialCommand, type TrialDeps } from "./contract/trial";
import { contractDiscoverCommand } from "./contract/discover";

/** `contract`: what this package takes VCC's API to be, against what an account shows and the vendor's collection says. */
export function contractCommand(
  say: Say = console.log,
  environment: NodeJS.ProcessEnv = process.env,
  trial: TrialDeps = { pause: sleep, complain: console.error },
): Command {
  return new Command("contract")
    .description("find out how an account's API differs from what this package takes it to be")
    .addCommand(contractCheckCommand(say, environment))
    .addCommand(contractDiscoverCommand(say))
    .addCommand(contractTrialCommand(say, environment, trial));
}
