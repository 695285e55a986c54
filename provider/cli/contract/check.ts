import { resolve } from "node:path";
import { Command, Option } from "commander";
import { showValue } from "../../../schema/rule";
import { BUILT_IN_CONTRACT, Contract } from "../../../schema/contract/contract";
import { completeOptions } from "../../client/options";
import { createReadOnlyClient, type ReadOnlyClient } from "../../client/read-only";
import { checkContract } from "../../contract/check/check-contract";
import { correctedProfile } from "../../contract/corrected-profile";
import { MOST_CALLS, type Survey, takeSurvey } from "../../contract/check/survey";
import { loadContract, readProfile } from "../../contract/load-contract";
import { createReport } from "../../contract/report/create-report";
import { Seen, textsOfProfile } from "../../contract/report/seen";
import type { SecretSources } from "../../credentials/material/references";
import { argumentError } from "../../errors";
import { readSettings, type Settings } from "../../settings/settings";
import { rememberSecret } from "../../text/redact";
import { forTerminal } from "../../text/terminal";
import type { Say } from "../console";
import { renderCheck } from "./render-check";
import { exitCodesHelp } from "../options";
import { requireNoInput, requireNoProfile, writeOut } from "../out-file";
import { type ContractCheckOutput, EXIT_CODES, renderJson } from "../output";
import { packageVersion } from "../package-version";
import { secretSources } from "../pulumi/project";

interface CheckOptions {
  readonly contract?: string;
  readonly out?: string;
  readonly report?: string;
  readonly format: "text" | "json";
  readonly showNames?: boolean;
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "no read contradicts the contract",
  failed: "the command failed, or was used wrongly",
  found: "something that was read contradicts it",
  unknown: "a read should have told something, and couldn't",
});

const MORE_HELP = `
Of several findings, 2 counts before 5. The numbers are those of docs/contract.md. At most ${MOST_CALLS} calls are made, one
after the other, none of which can change anything; they end where the account asks for a pause. The settings are the
provider's, from the environment (VCC_…). What is printed and written names fields and paths of the API and nothing of
what the account holds. A report adds what its objects look like: types, counts and ranges of lengths, and no value.`;

const BUILT_IN = { contract: BUILT_IN_CONTRACT, written: BUILT_IN_CONTRACT };

/** Exit code of a verdict. */
const EXIT_CODE_OF = {
  confirmed: EXIT_CODES.fine,
  contradicted: EXIT_CODES.found,
  cannotTell: EXIT_CODES.unknown,
} as const;

/** `contract check`: what this package takes VCC's API to be, against what an account shows. */
export function contractCheckCommand(say: Say, environment: NodeJS.ProcessEnv): Command {
  return new Command("check")
    .description("set an account against the contract of its API; reads only")
    .option(
      "--contract <file>",
      "the contract profile (default: that of the settings, else what is built in)",
    )
    .option("--out <file>", "write the profile with what was found corrected to this file")
    .option("--report <file>", "write a report that can be shared to this file; nothing is sent")
    .option(
      "--show-names",
      "show and write names of fields, too, that this package doesn't know; in a report also words and parts of paths",
    )
    .addOption(new Option("--format <name>", "the form").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP)
    .action(async (options: CheckOptions) => {
      const output = await runCheck(options, environment);
      say(options.format === "json" ? renderJson(output) : forTerminal(renderCheck(output)));
      process.exitCode = output.exitCode;
    });
}

async function runCheck(options: CheckOptions, environment: NodeJS.ProcessEnv): Promise<ContractCheckOutput> {
  const { contract: named, out = null, report = null, showNames: isAgreed = false } = options;
  const sources = secretSources(process.cwd(), environment);
  const settings = readSettings(sources);
  rememberSecret(settings.clientSecret);
  const profile = openProfile(named, settings.contractFile, sources);
  requireNoInput(options.out, [profile?.path]);
  requireNoInput(options.report, [profile?.path, options.out], "--report");
  requireNoProfile(options.out, profile?.path);
  const { contract, written, text }: Pick<OpenProfile, "contract" | "written"> & { readonly text?: string } =
    profile ?? BUILT_IN;
  const seen = new Seen([...textsOf(settings), ...textsOfProfile(contract, written)]);
  const survey = await readAccount(seen.recording(createClient(settings, contract)), contract);
  const check = checkContract(survey, contract, written, isAgreed);
  const endsTrial = out !== null && writeProfile(text, check.corrections, out);
  if (report !== null) {
    const source = { survey, contract, written, check, isAgreed, packageVersion: packageVersion() };
    writeOut(report, createReport(source, seen.texts(survey, contract)), "--report");
  }
  return {
    schema: "pulumi-vcc/contract-check/v1",
    exitCode: EXIT_CODE_OF[check.verdict],
    contract: contract.name ?? null,
    ...check,
    stopped: check.stopped ?? null,
    out,
    endsTrial,
    report,
  };
}

/** Error: that of the tokens, where there is none for anything. */
async function readAccount(client: ReadOnlyClient, contract: Contract): Promise<Survey> {
  const survey = await takeSurvey(client, contract);
  if (survey.noToken !== undefined) throw survey.noToken;
  return survey;
}

function createClient(settings: Settings, contract: Contract): ReadOnlyClient {
  const requestTimeoutMs = settings.requestTimeoutSeconds * 1_000;
  const options = completeOptions({ ...settings, contract, requestTimeoutMs, maxRetries: 0 });
  return createReadOnlyClient(options, MOST_CALLS);
}

/** Texts of the settings, secrets among them. */
function textsOf(settings: Settings): readonly string[] {
  return Object.values(settings).filter((value) => typeof value === "string");
}

interface OpenProfile {
  readonly path: string;
  readonly text: string;
  readonly contract: Contract;
  /** With its placeholders as they are written. */
  readonly written: Contract;
}

/** The profile that the person named, else that of the settings. Undefined: the contract as built in. */
function openProfile(
  named: string | undefined,
  set: string | undefined,
  sources: SecretSources,
): OpenProfile | undefined {
  const file = named ?? set;
  if (file === undefined) return undefined;
  const folder = named === undefined ? sources.folder : process.cwd();
  const { text, profile } = readProfile(file, folder);
  const contract = loadContract(file, folder, sources);
  return { path: named ?? resolve(folder, file), text, contract, written: new Contract(profile) };
}

/** Writes the corrected profile. True where that ends what a trial has found. */
function writeProfile(
  given: string | undefined,
  corrections: ContractCheckOutput["corrections"],
  out: string,
): boolean {
  const corrected = correctedProfile(given, corrections);
  if (corrected !== undefined) {
    writeOut(out, corrected.text);
    return corrected.endsTrial;
  }
  throw argumentError(
    `--out: corrections that go together, got some that don't, so ${showValue(out)} isn't written.`,
    "Run it without --out, and write those that are right yourself.",
  );
}
