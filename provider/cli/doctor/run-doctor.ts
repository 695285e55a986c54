import { setTimeout as sleep } from "node:timers/promises";
import { resolve } from "node:path";
import { ConfigError } from "../../errors";
import { describeOtherHosts } from "../../settings/secret-urls";
import { readSettings, type Settings } from "../../settings/settings";
import { type Account, openAccount } from "../../hosts/account";
import { RunRegistry } from "../../lifecycle/run-registry";
import type { SecretSources } from "../../credentials/material/references";
import type { Listing } from "../../ports";
import { canonicalAddress } from "../../../schema/canonical-address";
import { oddRouting } from "../../kinds/interaction-plan-mapping/overlapping-mappings";
import { createDeadline, type Deadline } from "../../values/deadline";
import { checkMailbox, type KnownMailbox, knownMailboxes } from "./check-mailbox";
import { globMatcher } from "../../values/globs";
import { checkAccount } from "./check-account";
import { findProject, secretSources } from "../pulumi/project";
import type { Progress } from "../progress";
import { pulumiCommand } from "../pulumi/pulumi-command";
import { type Check, type DoctorOutput, EXIT_CODES, type Level, type MailboxLine } from "../output";
import { NO_STACK, readStack, type StackView } from "../pulumi/stack";

/** The options as a person writes them. */
export interface DoctorOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly only?: readonly string[];
  readonly timeout: number;
  readonly json?: true;
}

export interface DoctorDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** For Google's library. Default: its own. */
  readonly fetch?: typeof fetch;
  /** Receives the number of mailboxes that are done. Default: nothing is reported. */
  readonly progress?: Progress;
}

/** Somebody waits for an answer. */
const MOST_RETRIES = 2;
/** Part of the time that there is for all, which a mailbox that doesn't answer may take. */
const SHARE_OF_ONE = 0.2;

/** Settings of a run that ends after so many seconds. */
function impatient(settings: Settings, timeoutSeconds: number): Settings {
  return {
    ...settings,
    requestTimeoutSeconds: Math.min(settings.requestTimeoutSeconds, timeoutSeconds),
    maxRetries: Math.min(settings.maxRetries, MOST_RETRIES),
    probeTimeoutSeconds: Math.min(settings.probeTimeoutSeconds, timeoutSeconds * SHARE_OF_ONE),
    consentWaitSeconds: 0,
  };
}

interface DoctorRun {
  readonly report: DoctorOutput;
  /** True if something is still under way, which nobody waits for. */
  readonly isOverdue: boolean;
}

const WORST_LAST: readonly Level[] = ["fine", "expiring", "unknown", "broken"];

export const EXIT_CODE_OF_LEVEL = {
  fine: EXIT_CODES.fine,
  expiring: EXIT_CODES.expiring,
  broken: EXIT_CODES.found,
  unknown: EXIT_CODES.unknown,
} as const satisfies Record<Level, number>;

function toReport(
  now: number,
  stack: string | null,
  checks: readonly Check[],
  mailboxes: readonly MailboxLine[],
): DoctorOutput {
  const level = worst([...checks, ...mailboxes].map((line) => line.level));
  const count = (of: Level) => mailboxes.filter((line) => line.level === of).length;
  return {
    schema: "pulumi-vcc/doctor/v1",
    checkedAt: new Date(now).toISOString(),
    level,
    exitCode: EXIT_CODE_OF_LEVEL[level],
    stack,
    checks,
    mailboxes,
    summary: {
      fine: count("fine"),
      expiring: count("expiring"),
      unknown: count("unknown"),
      broken: count("broken"),
    },
  };
}

/** `fine` where there is nothing. */
export function worst(levels: readonly Level[]): Level {
  return WORST_LAST.findLast((level) => levels.includes(level)) ?? "fine";
}

/** Looks at the account, the stack and each mailbox, and changes nothing. */
export async function runDoctor(options: DoctorOptions, deps: DoctorDeps): Promise<DoctorRun> {
  const deadline = createDeadline(options.timeout * 1_000);
  try {
    const folder = resolve(options.cwd ?? ".");
    const { stack, checks: ofStack } = await readStackInTime(options, folder, deps, deadline);
    const sources = secretSources(folder, deps.environment, stack.config);
    const { checks, mailboxes } = await checkAll(options, stack, sources, deps, deadline);
    const report = toReport(deps.now(), stack.name ?? null, [...ofStack, ...checks], mailboxes);
    return { report, isOverdue: deadline.signal.aborted };
  } finally {
    deadline.clear();
  }
}

/** The stack that the person named, or the selected one of the project that they are in. */
async function readStackInTime(
  { stack, cwd }: DoctorOptions,
  folder: string,
  { environment }: DoctorDeps,
  deadline: Deadline,
): Promise<{ readonly stack: StackView; readonly checks: readonly Check[] }> {
  if (findProject(folder) === undefined && stack === undefined) {
    const level = cwd === undefined ? "fine" : "unknown";
    return { stack: NO_STACK, checks: [{ name: "stack", level, reason: noProject(folder) }] };
  }
  const pulumi = pulumiCommand({ folder, environment, stack, signal: deadline.signal });
  const read = await deadline.within<StackView>(readStack(pulumi, stack), () => ({
    ...NO_STACK,
    problem: { reason: "The engine gave no answer in time.", isEngineMissing: false },
  }));
  const { problem } = read;
  // Without an engine, nobody expects a stack that they didn't name.
  const isFine = problem === undefined || (problem.isEngineMissing && stack === undefined);
  const level = isFine ? "fine" : "unknown";
  return { stack: read, checks: [{ name: "stack", level, reason: problem?.reason ?? null }] };
}

function noProject(folder: string): string {
  return `${folder} has no Pulumi project that can be read, nor has a folder above. What only a stack knows is missing here: name its program's folder with --cwd.`;
}

async function checkAll(
  { only = [], timeout }: DoctorOptions,
  stack: StackView,
  sources: SecretSources,
  { now, fetch, progress = () => undefined }: DoctorDeps,
  deadline: Deadline,
): Promise<{ readonly checks: readonly Check[]; readonly mailboxes: readonly MailboxLine[] }> {
  let account: Account;
  try {
    account = openAccount(impatient(readSettings(sources), timeout), {
      sources,
      registry: new RunRegistry(),
      sleep: async (ms) => sleep(ms, undefined, { signal: deadline.signal }),
      now,
      fetch,
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { checks: [{ name: "settings", level: "unknown", reason: error.message }], mailboxes: [] };
  }
  const { context, contract } = account;
  const { checks, addresses, mappings } = await checkAccount(account, deadline);
  const routing = oddRouting(mappings ?? []);
  const isChosen = globMatcher(only);
  const wanted = knownMailboxes(addresses?.objects, stack.mailboxes).filter(({ mailbox }) =>
    isChosen(mailbox),
  );
  let done = 0;
  const mailboxes = await Promise.all(
    wanted.map(async (known) => {
      const line = await checkMailbox(context, known, isListed(addresses, known), deadline);
      progress((done += 1), wanted.length);
      const odd = routing.get(canonicalAddress(line.mailbox)) ?? [];
      return { ...line, warnings: [...line.warnings, ...odd] };
    }),
  );
  const none: Check = { name: "only", level: "unknown", reason: `No mailbox fits ${only.join(", ")}.` };
  const reason = describeOtherHosts(sources, contract.hosts).join(" ") || null;
  const isMiss = wanted.length === 0 && only.length > 0;
  return {
    checks: [
      { name: "settings", level: "fine", reason },
      ...contractChecks(contract),
      ...checks,
      ...(isMiss ? [none] : []),
    ],
    mailboxes,
  };
}

/** Two pipelines that read one account by different profiles shall see that. */
function contractChecks({ name }: Account["contract"]): readonly Check[] {
  return name === undefined ? [] : [{ name: "contract", level: "fine", reason: name }];
}

/**
 * True if VCC's list would show the mailbox. An unreadable address without an id may be any that seems to be missing.
 */
function isListed(addresses: Listing<unknown> | undefined, { inStack }: KnownMailbox): boolean {
  if (addresses === undefined) return false;
  return !addresses.unreadable.some(({ id }) => id === undefined || id === inStack?.id);
}
