import { resolve } from "node:path";
import { ConfigError } from "../../errors";
import { describeOtherHosts } from "../../settings/secret-hosts";
import { readSettings } from "../../settings/settings";
import type { Listing } from "../../ports";
import { canonicalAddress } from "../../../schema/canonical-address";
import { oddRouting } from "../../kinds/interaction-plan-mapping/rivals";
import { openAccount } from "./account";
import { createDeadline, type Deadline } from "./deadline";
import { examine } from "./examine";
import { chosen, type Patient, toPatients } from "./mailboxes";
import { checkPlatform } from "./platform";
import { findProject, type PulumiProject } from "./project";
import type { Progress } from "../progress";
import { pulumiCommand } from "./pulumi-command";
import { type Check, type DoctorReport, type MailboxLine, toReport } from "./report";
import { NO_STACK, readStack, type StackView } from "./stack";

/** The options as a person writes them. */
export interface DoctorOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly only?: readonly string[];
  readonly timeout: number;
  readonly json?: true;
}

export interface DoctorSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** For Google's library. Default: its own. */
  readonly fetch?: typeof fetch;
  /** How many mailboxes are done. Default: tells nobody. */
  readonly progress?: Progress;
}

interface Examination {
  readonly report: DoctorReport;
  /** Whether something is still under way, which nobody waits for. */
  readonly isOverdue: boolean;
}

/** Looks at the account, the stack and each mailbox, and changes nothing. */
export async function runDoctor(
  options: DoctorOptions,
  surroundings: DoctorSurroundings,
): Promise<Examination> {
  const deadline = createDeadline(options.timeout * 1_000);
  try {
    const folder = resolve(options.cwd ?? ".");
    const project = findProject(folder);
    const stack = await readStackInTime(options, folder, project, surroundings, deadline);
    const { checks, mailboxes } = await lookAround(
      options,
      { folder, project, stack },
      surroundings,
      deadline,
    );
    const findings = { now: surroundings.now(), stack: stack.name, mailboxes };
    const report = toReport({ ...findings, checks: [...stack.checks, ...checks] });
    return { report, isOverdue: deadline.signal.aborted };
  } finally {
    deadline.clear();
  }
}

async function readStackInTime(
  { stack }: DoctorOptions,
  folder: string,
  project: PulumiProject | undefined,
  { environment }: DoctorSurroundings,
  deadline: Deadline,
): Promise<StackView> {
  if (project === undefined && stack === undefined) return NO_STACK;
  const pulumi = pulumiCommand({ folder, environment, signal: deadline.signal });
  const late: Check = { name: "stack", level: "unknown", reason: "The engine gave no answer in time." };
  return deadline.within(readStack(pulumi, stack, stack !== undefined), () => ({
    ...NO_STACK,
    checks: [late],
  }));
}

interface Place {
  readonly folder: string;
  readonly project: PulumiProject | undefined;
  readonly stack: StackView;
}

async function lookAround(
  { only = [], timeout }: DoctorOptions,
  { folder, project, stack }: Place,
  { environment, now, fetch, progress = () => undefined }: DoctorSurroundings,
  deadline: Deadline,
): Promise<{ readonly checks: readonly Check[]; readonly mailboxes: readonly MailboxLine[] }> {
  // As Pulumi does: a key without a namespace is the project's.
  const config = (key: string) => stack.config.get(key.includes(":") ? key : `${project?.name ?? ""}:${key}`);
  let account: ReturnType<typeof openAccount>;
  try {
    const sources = { environment, folder: project?.folder ?? folder, config };
    const calls = { timeoutMs: timeout * 1_000, signal: deadline.signal, now, fetch };
    account = openAccount(readSettings({ config, environment }), { sources, ...calls });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { checks: [{ name: "settings", level: "unknown", reason: error.message }], mailboxes: [] };
  }
  const { context, tokens } = account;
  const { checks, addresses, mappings } = await checkPlatform(tokens, context.api, deadline);
  const routing = oddRouting(mappings ?? []);
  const patients = toPatients(addresses?.objects, stack.mailboxes);
  const wanted = chosen(patients, only);
  let examined = 0;
  const mailboxes = await Promise.all(
    wanted.map(async (patient) => {
      const line = await examine(context, patient, isListed(addresses, patient), deadline);
      progress((examined += 1), wanted.length);
      const odd = routing.get(canonicalAddress(line.mailbox)) ?? [];
      return { ...line, warnings: [...line.warnings, ...odd] };
    }),
  );
  const none: Check = { name: "only", level: "unknown", reason: `No mailbox fits ${only.join(", ")}.` };
  const otherHosts = describeOtherHosts({ config, environment });
  const reason = otherHosts.length === 0 ? null : otherHosts.join(" ");
  const isMiss = wanted.length === 0 && only.length > 0;
  return {
    checks: [{ name: "settings", level: "fine", reason }, ...checks, ...(isMiss ? [none] : [])],
    mailboxes,
  };
}

/** Where an address that can't be read shows no id, it may be any of those that aren't there. */
function isListed(addresses: Listing<unknown> | undefined, { inStack }: Patient): boolean {
  if (addresses === undefined) return false;
  return !addresses.unreadable.some(({ id }) => id === undefined || id === inStack?.id);
}
