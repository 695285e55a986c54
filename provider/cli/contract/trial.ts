import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { canonicalAddress } from "../../../schema/canonical-address";
import { MailboxAddress } from "../../../schema/fields";
import { showValue } from "../../../schema/rule";
import { triedProfile } from "../../contract/corrected-profile";
import { readProfile } from "../../contract/load-contract";
import { type Trial, tryContract, undoEarlierTrials } from "../../contract/trial/trial";
import type { TrialContext } from "../../contract/trial/undo";
import type { SecretSources } from "../../credentials/material/references";
import { argumentError, ConfigError, VccError } from "../../errors";
import { openAccount } from "../../hosts/account";
import { RunRegistry } from "../../lifecycle/run-registry";
import { describeOtherHosts } from "../../settings/secret-urls";
import { readSettings } from "../../settings/settings";
import { shellWord } from "../../text/shell-word";
import { forTerminal } from "../../text/terminal";
import type { Say } from "../console";
import { exitCodesHelp } from "../options";
import { requireNoInput, requireNoProfile, requireWritable, writeOut } from "../out-file";
import { type ContractTrialOutput, EXIT_CODES, type ExitCode, renderJson } from "../output";
import { secretSources } from "../pulumi/project";
import { renderTrial } from "./render-trial";

interface TrialCommandOptions {
  readonly mailbox: string;
  readonly plan?: string;
  readonly confirm?: string;
  readonly contract?: string;
  readonly out?: string;
  readonly format: "text" | "json";
  readonly undo?: true;
}

/** Dependencies of a trial; tests bring their own. */
export interface TrialDeps {
  readonly pause: TrialContext["sleep"];
  /** Hears of waits, and of hosts that aren't the vendor's; not part of the output. */
  readonly complain: Say;
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "all claims hold, and nothing is left",
  failed:
    "the command failed, or was used wrongly, and left nothing in the account; or FILE couldn't be written",
  found: "a claim doesn't hold, or something is left",
  unknown: "the trial ended before its end, or a claim couldn't be told",
});

const MORE_HELP = `
Of several findings, 2 counts before 5. It makes a profile, an address, its signature and a mapping with priority 2 of 10000,
changes them, and deletes them, one call after the other; whatever happens, also after Ctrl-C, it deletes what it has made, and
says what it couldn't. All that it makes is named "pulumi-vcc trial" and 12 digits. It signs in to no mailbox, so no mail is
routed. The settings are the provider's, from the environment (VCC_…).

Example:
  $ npx pulumi-vcc contract trial --mailbox trial@example.com --confirm trial@example.com --plan "Quality testing"`;

/** What the person agrees to. */
const WOULD = [
  "It would make, change and delete a profile, an address of this mailbox, its signature, and a mapping to this plan with",
  'priority 2 of 10000, all named "pulumi-vcc trial" and 12 digits. Nothing else is written. No mailbox is signed in to.',
] as const;

/** `contract trial`: how writes work, by one throw-away inbox. */
export function contractTrialCommand(say: Say, environment: NodeJS.ProcessEnv, deps: TrialDeps): Command {
  return new Command("trial")
    .description("make, change and delete one throw-away inbox, and set how writes work against the contract")
    .requiredOption("--mailbox <address>", "a mailbox that nothing in the account has to do with")
    .option("--plan <name>", "an interaction plan, by name or GUID")
    .option("--confirm <address>", "the mailbox once more: yes, write to this account")
    .option(
      "--contract <file>",
      "the contract profile (default: that of the settings, else what is built in)",
    )
    .option("--out <file>", "write the profile with the results to this file")
    .addOption(
      new Option("--undo", "make nothing; delete what ended trials of this mailbox have left").conflicts([
        "plan",
        "out",
      ]),
    )
    .addOption(new Option("--format <name>", "the form").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP)
    .action(async (options: TrialCommandOptions) => {
      const output = await runTrial(options, environment, deps);
      say(options.format === "json" ? renderJson(output) : forTerminal(renderTrial(output)));
      process.exitCode = output.exitCode;
    });
}

async function runTrial(
  options: TrialCommandOptions,
  environment: NodeJS.ProcessEnv,
  deps: TrialDeps,
): Promise<ContractTrialOutput> {
  const { mailbox, plan = "", out, undo } = options;
  requireUsable(options);
  const sources = secretSources(process.cwd(), environment);
  const say: Say = (line) => deps.complain(forTerminal(line));
  const { context, profile, host } = openForTrial(options, sources, deps.pause, say);
  requireNoInput(out, [profile?.path]);
  requireNoProfile(out, profile?.path);
  requireWritable(out);
  requireConfirmed(options, `VCC at ${host}, by the contract ${context.contract.name ?? "as built in"}`);
  const undoCommand = undoCommandOf(options);
  const trial = undo
    ? await undoEarlierTrials(context, mailbox)
    : await withSignals(undoCommand, deps.complain, async (isStopped) =>
        tryContract(context, { mailbox, plan, digits: randomBytes(3).toString("hex"), isStopped, say }),
      );
  const written = writeResults(profile?.text, trial.results, out, say);
  const { name = null, stopped = null, ...rest } = trial;
  return {
    schema: "pulumi-vcc/contract-trial/v1",
    exitCode: exitCodeOf(trial, written === out),
    contract: context.contract.name ?? null,
    name,
    ...rest,
    stopped,
    undoCommand,
    out: written ?? null,
  };
}

/** The file that they are in, if they could be written. What was found is told in any case. */
function writeResults(
  given: string | undefined,
  results: ContractTrialOutput["results"],
  out: string | undefined,
  say: Say,
): string | undefined {
  if (out === undefined) return undefined;
  const text = triedProfile(given, results);
  try {
    if (text !== undefined) writeOut(out, text);
    else say(`${out} isn't written: the results don't go with the profile.`);
    return text === undefined ? undefined : out;
  } catch (error) {
    if (!(error instanceof VccError)) throw error;
    say(`${out} isn't written: ${error.message}`);
    return undefined;
  }
}

/** The command that deletes what a trial has left. */
function undoCommandOf({ mailbox, contract }: TrialCommandOptions): string {
  const given = contract === undefined ? "" : ` --contract ${shellWord(contract)}`;
  const named = shellWord(mailbox);
  return `npx pulumi-vcc contract trial --undo --mailbox ${named} --confirm ${named}${given}`;
}

/** Error: before anything is read or written, where the person hasn't agreed. */
function requireUsable({ mailbox, plan, undo }: TrialCommandOptions): void {
  const parsed = MailboxAddress.safeParse(mailbox);
  if (!parsed.success) throw argumentError(`--mailbox: ${parsed.error.issues[0]?.message ?? "unusable"}`);
  if (plan === undefined && !undo)
    throw argumentError("--plan: the name or GUID of an interaction plan, got nothing.", "Name one.");
}

/** Error: before anything is sent, where the person hasn't agreed. It says what would be done, and where. */
function requireConfirmed({ mailbox, plan, confirm, undo }: TrialCommandOptions, where: string): void {
  if (confirm !== undefined && canonicalAddress(confirm) === canonicalAddress(mailbox)) return;
  throw new ConfigError(
    "VCC_ARGUMENT_INVALID",
    `--confirm: the mailbox once more, got ${showValue(confirm)}.`,
    {
      lines: undo
        ? [`It would delete what ended trials of this mailbox have left in ${where}.`]
        : [...WOULD, `The account: ${where}. The plan: ${showValue(plan)}.`],
      hint: `Nothing was sent. To go on, add --confirm ${showValue(mailbox)}.`,
    },
  );
}

interface GivenProfile {
  readonly path: string;
  readonly text: string;
}

/** The account by the profile that the person named, else by that of the settings. */
function openForTrial(
  { contract: named }: TrialCommandOptions,
  sources: SecretSources,
  pause: TrialContext["sleep"],
  say: Say,
): { readonly context: TrialContext; readonly profile: GivenProfile | undefined; readonly host: string } {
  const set = readSettings(sources);
  const path =
    named === undefined
      ? set.contractFile && resolve(sources.folder, set.contractFile)
      : resolve(process.cwd(), named);
  // What observing stops would be the deletion of what the trial has made, too.
  const settings = { ...set, contractFile: path, observe: false };
  const profile =
    path === undefined ? undefined : { path, text: readProfile(path, sources.folder, FORGETS_TRIAL).text };
  const { context, contract } = openAccount(settings, {
    sources,
    registry: new RunRegistry(),
    say,
    sleep: pause,
    now: () => Date.now(),
    profileOptions: FORGETS_TRIAL,
  });
  for (const line of describeOtherHosts(sources, contract.hosts)) say(line);
  return { context, profile, host: new URL(settings.apiBaseUrl).host };
}

/** Results of another profile are tried again. */
const FORGETS_TRIAL = { forgetsTrial: true };

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs it so that a signal asks it to stop, and to undo. No other one keeps it from undoing, but SIGKILL. */
async function withSignals<Result>(
  undoCommand: string,
  complain: Say,
  run: (isStopped: () => boolean) => Promise<Result>,
): Promise<Result> {
  let isStopped = false;
  const stop = () => {
    if (isStopped)
      complain(`Still deleting what was made. If this is killed, ${undoCommand} deletes the rest.`);
    else complain("Stopping: what was made is deleted first.");
    isStopped = true;
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await run(() => isStopped);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

function exitCodeOf({ verdict, leftovers }: Trial, isWritten: boolean): ExitCode {
  if (verdict === "contradicted" || leftovers.length > 0) return EXIT_CODES.found;
  if (!isWritten) return EXIT_CODES.failed;
  return verdict === "confirmed" ? EXIT_CODES.fine : EXIT_CODES.unknown;
}
