import { Option } from "commander";
import { canonicalAddress } from "../../../schema/canonical-address";
import { createRuntime } from "../../hosts/runtime";
import { argumentError } from "../../errors";
import { holdsAll } from "../../report/read/completeness";
import type { EngineRun } from "../../report/read/engine-run";
import { REPORT_RUN, WHOLE_PREVIEW } from "../../report/read/preview-commands";
import type { AccountRouting } from "../../report/routing/account-routing";
import type { Say } from "../console";
import { secretSources } from "../pulumi/project";
import { pulumiCommand } from "../pulumi/pulumi-command";
import { readConfiguration } from "../pulumi/stack";
import { accountFacts } from "../route/account-facts";
import type { RunOptions } from "./chosen-run";

/** Options of a report that asks the account who else routes its mail. */
export interface AccountOptions {
  readonly account?: true;
}

export function accountOption(): Option {
  return new Option(
    "--account",
    "read all mappings of the account, others' too, with the provider's settings (VCC_…; with --run the stack's, too)",
  );
}

/** The mappings and addresses of the account, where they are asked for. Error: VCC's own, where it refuses them. */
export async function readAccountRouting(
  { account, ...options }: AccountOptions & RunOptions,
  environment: NodeJS.ProcessEnv,
  complain: Say,
): Promise<AccountRouting | undefined> {
  if (account === undefined) return undefined;
  const runtime = createRuntime(environment, complain);
  if (options.run === true) runtime.configure(await stackConfiguration(options, environment));
  const facts = await accountFacts(runtime.context().api, (refusal) => {
    throw refusal;
  });
  return {
    mappings: facts.mappings,
    mailboxes: new Map(
      facts.addresses.map(({ emailAddress }) => [canonicalAddress(emailAddress), emailAddress]),
    ),
    plans: facts.plans?.map(({ interactionPlanId, interactionPlanName }) => ({
      id: interactionPlanId,
      name: interactionPlanName,
    })),
    unread: [...facts.unreadMappings, ...facts.unreadAddresses],
  };
}

/** Without the stack's own mappings, nobody can tell them from others'. Error: where the input lacks some. */
export function requireAllMappings(run: EngineRun): void {
  if (holdsAll(run)) return;
  throw argumentError(
    "--account goes with a preview that has all mappings of the stack, got one without those that stay as they are.",
    `Let ${REPORT_RUN} --account make it, or make it with ${WHOLE_PREVIEW}.`,
  );
}

async function stackConfiguration(
  { stack, cwd = process.cwd() }: RunOptions,
  environment: NodeJS.ProcessEnv,
): Promise<(key: string) => string | undefined> {
  const config = await readConfiguration(pulumiCommand({ folder: cwd, environment, stack }));
  const { config: lookUp } = secretSources(cwd, environment, config);
  return (key) => lookUp?.(key);
}
