import { Command, InvalidArgumentError, Option } from "commander";
import { MailboxAddress } from "../../schema/fields";
import { showValue } from "../../schema/rule";
import { argumentError } from "../errors";
import { openFleet } from "../fleet/open-fleet";
import { enumerate, renderProblem } from "../fleet/problem";
import { resolveFleet } from "../fleet/resolve-fleet";
import { createRuntime } from "../hosts/runtime";
import { forTerminal } from "../text/terminal";
import type { Say } from "./console";
import {
  allowOptions,
  chosenSources,
  configOption,
  environmentOption,
  exitCodesHelp,
  type FleetOptions,
  jsonOption,
} from "./options";
import { renderJson } from "./output";
import { accountFacts } from "./route/account-facts";
import { findRoute } from "./route/find-route";
import { fleetFacts } from "./route/fleet-facts";
import { renderRoute } from "./route/render-route";
import type { RoutingFacts } from "./route/routing-facts";

interface RouteOptions extends FleetOptions {
  readonly from?: string;
  readonly fleet?: string;
  readonly json?: true;
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "a mapping takes the mail",
  failed: "the command failed, or was used wrongly; also where the fleet file has errors",
  found: "nobody takes it: no mapping names the mailbox, or VCC doesn't have it or isn't signed in to it",
  unknown: "nobody can tell",
});

const MORE_HELP = `
With --fleet, the answer is that of the file, which needs no account: it knows neither who is signed in, nor mappings that
are managed elsewhere, nor what was modified last. Without it, the account is asked, with the provider's settings from the
environment (VCC_…); it is only read.`;

/** `route`: tells which mapping takes the mail of a mailbox and why; the exit code is 2 where nobody takes it. */
export function routeCommand(
  say: Say = console.log,
  environment: NodeJS.ProcessEnv = process.env,
  complain: Say = console.error,
): Command {
  const command = new Command("route")
    .description(
      "tell which mapping takes the mail of a mailbox, why, and with which data sources; reads only",
    )
    .argument("<address>", "the mailbox, such as support@example.com", mailbox)
    .addOption(new Option("--from <sender>", "the sender, who may have a testing plan").argParser(mailbox))
    .option("--fleet <file>", "ask this fleet file, such as inboxes.yaml (default: the account)")
    .addOption(environmentOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP);
  for (const option of allowOptions()) command.addOption(option);
  return command.action(async (to: string, options: RouteOptions) => {
    const { from, fleet, json } = options;
    const facts =
      fleet === undefined ? await readAccount(options, environment, complain) : readFleet(fleet, options);
    const output = findRoute({ to, from }, facts);
    say(json ? renderJson(output) : forTerminal(renderRoute(output)));
    process.exitCode = output.exitCode;
  });
}

function mailbox(text: string): string {
  if (MailboxAddress.safeParse(text).success) return text;
  throw new InvalidArgumentError("It has to be an email address such as support@example.com.");
}

async function readAccount(
  options: RouteOptions,
  environment: NodeJS.ProcessEnv,
  complain: Say,
): Promise<RoutingFacts> {
  const { config, allowEnv, allowFolder } = options;
  const unused = Object.entries({
    "--environment": options.environment,
    "--config": config,
    "--allow-env": allowEnv,
    "--allow-folder": allowFolder,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (unused.length > 0)
    throw argumentError(
      `${enumerate(unused)}: these go with a fleet file, and none is given. Give --fleet, or leave them out for the account.`,
    );
  return accountFacts(createRuntime(environment, complain).context().api);
}

function readFleet(file: string, options: RouteOptions): RoutingFacts {
  const source = openFleet(file);
  const { fleet, problems } = resolveFleet(source, chosenSources(source, options));
  // A tie is part of the answer. Whatever else keeps the file from being applied keeps it from having one.
  const errors = problems.filter(({ severity, rule }) => severity === "error" && rule !== "tied-priority");
  if (errors.length > 0)
    throw argumentError(
      `--fleet needs a fleet file without errors, and ${showValue(file)} has some: ${enumerate(errors.map(renderProblem), 1)}`,
      "Correct it: npx pulumi-vcc validate tells all errors.",
    );
  return fleetFacts(fleet, file, options.environment);
}
