import { stripVTControlCharacters } from "node:util";
import { showValue } from "../../../schema/rule";
import { ConfigError } from "../../errors";
import { redactForeign } from "../../text/redact";

/** A command of the engine that failed. */
interface FailedCommand {
  readonly args: readonly string[];
  /** The program's. */
  readonly folder: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A failure that people cause and can mend. */
interface KnownFailure {
  /** The engine's words for it. Source: tried, 3.259. */
  readonly says: RegExp;
  readonly rule: (folder: string, words: RegExpExecArray) => string;
  readonly hint: string;
}

const PASSPHRASE_HINT =
  "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to the path of a file that holds it.";

const KNOWN: readonly KnownFailure[] = [
  {
    says: /no Pulumi\.yaml project file found/u,
    rule: (folder) =>
      `A folder with a Pulumi project, got ${showValue(folder)}: there is no Pulumi.yaml in it, or above it.`,
    hint: "Go to the program's folder, or name it with --cwd.",
  },
  {
    says: /PULUMI_ACCESS_TOKEN must be set/u,
    rule: () => "The engine isn't logged in to a backend, which keeps the states of stacks.",
    hint: "Run pulumi login, or set PULUMI_ACCESS_TOKEN; PULUMI_BACKEND_URL names a backend that needs none, such as a bucket.",
  },
  {
    says: /no stack selected/u,
    rule: (folder) => `No stack of the project in ${showValue(folder)} is selected, and none is named.`,
    hint: "Name one with --stack. To see those that are there, run pulumi stack ls.",
  },
  {
    says: /no stack named '([^']*)' found/u,
    rule: (_folder, [, stack]) => `The backend has no stack ${showValue(stack)} of this project.`,
    hint: "Name another one with --stack. To see those that are there, run pulumi stack ls.",
  },
  {
    says: /passphrase must be set/u,
    rule: () => "The stack's secrets are encrypted with a passphrase, and none is set.",
    hint: PASSPHRASE_HINT,
  },
  {
    says: /incorrect passphrase/u,
    rule: () => "The stack's secrets are encrypted with another passphrase than the one that is set.",
    hint: PASSPHRASE_HINT,
  },
  {
    says: /unable to open state directory "([^"]*)"/u,
    rule: (_folder, [, backend]) => `The backend ${showValue(backend)} can't be opened.`,
    hint: "Name one that is there in PULUMI_BACKEND_URL; of the kind file://, its folder has to be there.",
  },
];

/** Query of a URL: backends take keys and passwords there. */
const QUERY = /\?(?<=\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s"'?]{0,1024}\?)[^\s"']*/giu;

/** The failure with its next step, in this package's words; one that nobody has foreseen in the engine's. */
export function engineFailure({ args, folder, stderr, code }: FailedCommand): ConfigError {
  const said = redactForeign(stripVTControlCharacters(stderr)).replace(QUERY, "");
  for (const { says, rule, hint } of KNOWN) {
    const words = says.exec(said);
    if (words !== null) return new ConfigError("VCC_PULUMI_FAILED", rule(folder, words), { hint });
  }
  const lines = said.trim().split(/\r?\n/u);
  // Warnings may come before it.
  const line = lines.find((one) => one.startsWith("error:")) ?? lines[0] ?? "";
  const reason = (line.replace(/^error:\s*/u, "") || `exit code ${code}`).replace(/\.$/u, "");
  return new ConfigError("VCC_PULUMI_FAILED", `pulumi ${args.slice(0, 2).join(" ")} failed: ${reason}.`);
}
