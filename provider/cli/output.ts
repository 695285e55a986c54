import type { MailboxHealth } from "../../schema/email-address";
import type { ChangeReport } from "../../schema/report/change-report";
import type { ContractCheck } from "../contract/check/check-contract";
import type { Trial } from "../contract/trial/trial";
import type { Discovery } from "../contract/discover/propose";
import type { ExportSummary } from "../export/summary";
import type { Problem } from "../fleet/problem";
import type { FleetReport } from "../fleet/validate-fleet";
import type { KindNotes, KINDS } from "../kinds/index";
import type { RequestRecord } from "../simulator/http/request-log";
import { jsonForTerminal } from "../text/terminal";

/** Exit codes, which mean the same in every command. `simulate run` ends as the command that it runs. */
export const EXIT_CODES = {
  /** Done, and nothing is wrong. */
  fine: 0,
  /** The command failed, or was used wrongly. */
  failed: 1,
  /** Done, and something differs from what was looked for, was refused, or has problems. */
  found: 2,
  /** Done, and nothing is wrong yet, but something ends soon. */
  expiring: 3,
  /** Nobody could tell: no access, no answer in time, or no clear one. */
  unknown: 5,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/**
 * Object that a command prints with `--json`. Within one version of its `schema`, fields are added, and never renamed,
 * removed or retyped. Holds no secret.
 */
interface CommandOutput<Command extends string> {
  readonly schema: `pulumi-vcc/${Command}/v1`;
  /** The command's exit code, too. */
  readonly exitCode: ExitCode;
}

/** Output of a command that failed or was used wrongly, under the `schema` of that command. */
export interface FailureOutput extends CommandOutput<string> {
  readonly exitCode: typeof EXIT_CODES.failed;
  readonly error: {
    /** Such as `VCC_SETTING_MISSING`; null for a defect of this package. */
    readonly code: string | null;
    readonly message: string;
  };
}

/**
 * Level of a line of `doctor`. `broken`: mail is lost or can't be managed until somebody mends it. `unknown`: nobody
 * could tell. Of many, the worst counts: what is known to be broken before what can't be told, and that before what only
 * ends soon.
 */
export type Level = "fine" | "expiring" | "unknown" | "broken";

/** Finding of `doctor` about what all mailboxes share. */
export interface Check {
  /** `settings`, `stack`, `token users:read`, `token admin:read`, `token admin:write`, `email channel`, `only`, or an object that can't be read: `address adr_1`. */
  readonly name: string;
  readonly level: Level;
  /** Finding and next step. */
  readonly reason: string | null;
}

/** Finding of `doctor` about one mailbox. */
export interface MailboxLine {
  readonly mailbox: string;
  /** Name of its resource in the stack; null where the stack has none, or wasn't read. */
  readonly resource: string | null;
  readonly level: Level;
  /** VCC's own: `Active`, `Expired`, `Pending`; null where VCC doesn't have it, doesn't tell or couldn't be asked. */
  readonly status: string | null;
  /** As the resource's output `health`. */
  readonly health: MailboxHealth;
  /** Finding and next step. */
  readonly reason: string | null;
  /** End of the sign-in, ISO 8601 in UTC, where it is known. */
  readonly expiresAt: string | null;
  /** Whole days until then; below 0 once it is past. */
  readonly daysLeft: number | null;
  /** Credential that VCC signs in with, where the stack tells. */
  readonly credential: { readonly provider: string | null; readonly method: string } | null;
  /** Answer of the credential's identity provider; null where it wasn't tried. */
  readonly probe: {
    readonly health: string;
    readonly cause: string | null;
    readonly code: string | null;
  } | null;
  /** Such as a key file that others can read, or mappings that take each other's mail. */
  readonly warnings: readonly string[];
}

/** Output of `doctor --json`. */
export interface DoctorOutput extends CommandOutput<"doctor"> {
  /** ISO 8601 in UTC. */
  readonly checkedAt: string;
  readonly level: Level;
  /** The stack whose configuration and state were read. */
  readonly stack: string | null;
  readonly checks: readonly Check[];
  readonly mailboxes: readonly MailboxLine[];
  /** Number of mailboxes of each level. */
  readonly summary: Readonly<Record<Level, number>>;
}

/** Output of `export --json`. */
export interface ExportOutput
  extends CommandOutput<"export">, Pick<ExportSummary, "isComplete" | "leftOut">, KindNotes {
  /** Numbers of objects. */
  readonly taken: Readonly<Record<(typeof KINDS)[number]["exported"]["plural"], number>>;
  readonly unread: readonly {
    /** Such as `the email profiles`. */
    readonly what: string;
    /** VCC's answer, or what is wrong with the object. */
    readonly why: string;
    /** Of signatures all addresses, as `what` names the first ones. */
    readonly addresses?: readonly string[];
  }[];
  /** Paths in the folder. */
  readonly files: WrittenFiles;
}

/** Fate of each file of an export, by path in the folder. */
export interface WrittenFiles {
  readonly written: readonly string[];
  /** Already there with these very bytes. */
  readonly unchanged: readonly string[];
  /** Already there, and left as they are: they belong to the program. */
  readonly kept: readonly string[];
}

/** Output of `validate --json`. */
export interface ValidateOutput extends CommandOutput<"validate"> {
  /** True if no file has errors, or, with `--strict`, warnings. */
  readonly isValid: boolean;
  readonly files: readonly FleetReport[];
}

/** Output of `render --json`. */
export interface RenderOutput extends CommandOutput<"render"> {
  readonly environment: string | null;
  readonly problems: readonly Problem[];
  /** A fleet file without defaults, overlays and variables; null where there are errors. */
  readonly fleet: object | null;
}

/** Output of `report` and `drift` with `--format json`; its JSON Schema is `pulumi-vcc/report.schema.json`. */
export type ReportOutput = ChangeReport;

/** A mapping that names a mailbox, at its rank. */
export interface RankedRoute {
  /** 1 for the mapping that VCC asks first; the same for mappings of one priority. */
  readonly rank: number;
  /** Name of its entry in the fleet file; of an account's, its own. */
  readonly mapping: string;
  /** VCC's own; null in a fleet file. */
  readonly id: string | null;
  /** Interaction plan by name, else by id; null where VCC doesn't tell. */
  readonly plan: string | null;
  /** Null where VCC doesn't tell. */
  readonly priority: number | null;
  /** Plan for the mail of some senders; null where there is none. `senders`: null where VCC doesn't tell. */
  readonly testing: { readonly plan: string | null; readonly senders: readonly string[] | null } | null;
  /** Time of the last modification, ISO 8601 in UTC; null in a fleet file, and where VCC doesn't tell. */
  readonly modifiedAt: string | null;
  /** `yes`: it takes the mail, or would if VCC pulled it. `perhaps`: nobody can tell. */
  readonly comesFirst: "yes" | "no" | "perhaps";
  /** Reason for `comesFirst`. */
  readonly reason: string;
}

/** A data source of an interaction. */
export interface RoutedDataSource {
  readonly key: string;
  readonly value: string;
  readonly setBy: "address" | "mapping";
  /** The mapping's value, which the address's own wins over; null where there is none. */
  readonly overridden: string | null;
}

/** Output of `route --json`. */
export interface RouteOutput extends CommandOutput<"route"> {
  /** The mailbox that was asked for, as it was given. */
  readonly address: string;
  /** The sender that was asked for; null for any that has no testing plan. */
  readonly from: string | null;
  /** The fleet file whose mappings these are; null for all of the account's. */
  readonly fleet: { readonly file: string; readonly environment: string | null } | null;
  readonly verdict: "taken" | "nobody" | "cannotTell";
  /** The verdict as a sentence. */
  readonly text: string;
  /** The mapping that takes the mail; null where none does, or nobody can tell. */
  readonly mapping: string | null;
  /** The interaction plan that it goes to; null where there is none, or nobody can tell. */
  readonly plan: string | null;
  /** True if that is the plan under test; null without a plan. */
  readonly isTesting: boolean | null;
  /** VCC's own word for the mailbox's sign-in; null in a fleet file, and where VCC doesn't tell. */
  readonly status: string | null;
  /** Mappings that name the mailbox, in the order in which VCC asks them. */
  readonly routes: readonly RankedRoute[];
  /** Data sources of the interaction, by key; null without a mapping. */
  readonly dataSources: readonly RoutedDataSource[] | null;
  /** What can't be told, and why. */
  readonly cannotTell: readonly string[];
  /** What the answer lacks, though it stands. */
  readonly notes: readonly string[];
}

/** Output of `contract check --format json`. */
export interface ContractCheckOutput extends CommandOutput<"contract-check">, Omit<ContractCheck, "stopped"> {
  /** File and digest of the profile; null for the contract as built in. */
  readonly contract: string | null;
  /** Why the check ended before its end; null where it didn't. */
  readonly stopped: string | null;
  /** The file that the corrected profile is in; null where none was asked for. */
  readonly out: string | null;
  /** True where results of a trial in the profile are of another contract now, and gone from that file. */
  readonly endsTrial: boolean;
  /** The file that the report is in; null where none was asked for. */
  readonly report: string | null;
}

/** File of `contract check --report`. */
export type { ContractReport } from "../contract/report/contract-report";

/** Output of `contract discover --format json`. */
export interface ContractDiscoverOutput extends CommandOutput<"contract-discover">, Discovery {
  /** The file that the profile is in; null where none was asked for. */
  readonly out: string | null;
  /** True where results of a trial in the profile are of another contract now, and gone from that file. */
  readonly endsTrial: boolean;
}

/** Output of `contract trial --format json`. */
export interface ContractTrialOutput
  extends CommandOutput<"contract-trial">, Omit<Trial, "stopped" | "name"> {
  /** File and digest of the profile; null for the contract as built in. */
  readonly contract: string | null;
  /** Name of all that it made; null with `--undo`. */
  readonly name: string | null;
  /** Why the trial ended before its end; null where it didn't. */
  readonly stopped: string | null;
  /** The command that deletes what is left. */
  readonly undoCommand: string;
  /** The file that the profile with the results is in; null where none was asked for, or it couldn't be written. */
  readonly out: string | null;
}

/** Output of `simulate requests --json`. */
export interface RequestsOutput extends CommandOutput<"simulate-requests"> {
  readonly requests: readonly RequestRecord[];
}

type Output =
  | ContractCheckOutput
  | ContractDiscoverOutput
  | ContractTrialOutput
  | DoctorOutput
  | ExportOutput
  | ValidateOutput
  | RenderOutput
  | RouteOutput
  | RequestsOutput
  | FailureOutput;

/** The text that a command prints. Words of others in it command no terminal. */
export function renderJson(output: Output): string {
  return jsonForTerminal(output);
}
