import { Command, Option } from "commander";
import { PLACEHOLDER } from "../../../schema/contract/path";
import { correctedProfile } from "../../contract/corrected-profile";
import { discover } from "../../contract/discover/discover";
import { readProfile } from "../../contract/load-contract";
import { environmentName } from "../../settings/setting-sources";
import { argumentError } from "../../errors";
import { counted } from "../../text/counted";
import { forTerminal } from "../../text/terminal";
import { showValue } from "../../../schema/rule";
import { type Say, table } from "../console";
import { exitCodesHelp } from "../options";
import { ofEndedTrial } from "./render-check";
import { requireNoInput, requireNoProfile, writeOut } from "../out-file";
import { type ContractDiscoverOutput, EXIT_CODES, renderJson } from "../output";

interface DiscoverOptions {
  readonly contract?: string;
  readonly out?: string;
  readonly format: "text" | "json";
}

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "the file has each kind of object, and leaves no choice",
  failed: "the command failed, or was used wrongly",
  found: "several requests would do for one thing: a person has to choose",
  unknown: "the file has no request for some kind of object",
});

const MORE_HELP = `
Of several findings, 2 counts before 5. The file is a Postman collection (v2), or a description of the API in OpenAPI 3. It is
only read, and no call is made. What it proposes, a contract check sets against the account.`;

/** `contract discover`: what a collection of requests says of the API, as parts of a profile. */
export function contractDiscoverCommand(say: Say): Command {
  return new Command("discover")
    .description("propose a contract profile from the vendor's collection of requests; no call is made")
    .argument("<file>", "a Postman collection or an OpenAPI file")
    .option("--contract <file>", "the contract profile that the proposals are added to")
    .option("--out <file>", "write the profile to this file")
    .addOption(new Option("--format <name>", "the form").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP)
    .action((file: string, options: DiscoverOptions) => {
      const output = runDiscover(file, options);
      say(options.format === "json" ? renderJson(output) : forTerminal(renderDiscovery(output)));
      process.exitCode = output.exitCode;
    });
}

function runDiscover(file: string, { contract, out }: DiscoverOptions): ContractDiscoverOutput {
  requireNoInput(out, [file, contract]);
  requireNoProfile(out, contract);
  const profile = contract === undefined ? undefined : readProfile(contract, process.cwd());
  const given = profile?.text;
  const found = discover(file, profile?.profile);
  const corrected = out === undefined ? undefined : correctedProfile(given, found.proposals);
  if (out !== undefined) {
    if (corrected === undefined)
      throw argumentError(
        `--out: proposals that make a profile, got some that don't, so ${showValue(out)} isn't written.`,
        "Run it without --out, and write those that are right yourself.",
      );
    writeOut(out, corrected.text);
  }
  const exitCode =
    found.choices.length > 0
      ? EXIT_CODES.found
      : found.missing.length > 0
        ? EXIT_CODES.unknown
        : EXIT_CODES.fine;
  return {
    schema: "pulumi-vcc/contract-discover/v1",
    exitCode,
    ...found,
    out: out ?? null,
    endsTrial: corrected?.endsTrial ?? false,
  };
}

/** Placeholders of settings in proposed paths. */
function placeholdersIn(proposals: ContractDiscoverOutput["proposals"]): readonly string[] {
  const names = proposals.flatMap(({ value }) =>
    [...String(value).matchAll(PLACEHOLDER)].map(([, name = ""]) => name),
  );
  return [...new Set(names)].filter((name) => !NO_SETTINGS.includes(name));
}
/** Put in by the client. */
const NO_SETTINGS = ["id", "version"];

function renderDiscovery(output: ContractDiscoverOutput): string {
  const { proposals, choices, missing, out } = output;
  const rows = proposals.map(({ path, value, where }) => [`  ${path.join(".")}`, String(value), where]);
  return [
    ...(proposals.length === 0 ? [] : [table([["PROPOSED", "VALUE", "FOUND AT"], ...rows])]),
    ...(proposals.length + choices.length > 0 ? [] : ["Nothing in it differs from the contract."]),
    ...choices.map(({ what, between }) => `Choose ${what}: ${between.join(" or ")}.`),
    ...(missing.length === 0 ? [] : [`No request for: ${missing.join(", ")}.`]),
    ...placeholdersIn(proposals).map(
      (name) => `{${name}} is filled by the setting ${environmentName(name)}: set it.`,
    ),
    ...(out === null
      ? []
      : [
          ...ofEndedTrial(output),
          `${out} has the profile with ${counted(proposals.length, "proposal", "proposals", "no")}. Next: npx pulumi-vcc contract check --contract ${out}`,
        ]),
  ].join("\n");
}
