import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { idOf, type ListEndpoint } from "../../../schema/endpoint";
import { CONTRACT_KINDS, type Semantic } from "../../../schema/contract/kinds";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { showValue } from "../../../schema/rule";
import { argumentError, hasErrorCode, VccError } from "../../errors";
import type { Listing } from "../../ports";
import { counted } from "../../text/counted";
import { planIdOf } from "../../kinds/interaction-plan-mapping/plans";
import { type Correction, type Finding, worstOf } from "../check/finding";
import { Belongings, type IdsByKind } from "./belongings";
import type { Leftover } from "./undo";
import { Findings, type TriedClaim } from "./findings";
import { Life } from "./life";
import { TrialNames } from "./names";
import type { TrialContext } from "./undo";

/** What a person asks a trial for. */
export interface TrialOptions {
  /** A mailbox that nothing in the account has to do with. */
  readonly mailbox: string;
  /** Name or GUID of an interaction plan. */
  readonly plan: string;
  /** 6 hexadecimal digits, other ones for each trial. */
  readonly digits: string;
  /** True once the person asks to stop. */
  readonly isStopped: () => boolean;
  /** Hears what is begun. */
  readonly say: (line: string) => void;
}

/** Result of a trial. */
export interface Trial {
  /** Name of all that it made; undefined where it only undid earlier ones. */
  readonly name?: string | undefined;
  /** What earlier trials had left, and this one has deleted but for `leftovers`. */
  readonly earlier: readonly Leftover[];
  readonly claims: readonly TriedClaim[];
  /** What the profile has to say from now on. */
  readonly results: readonly Correction[];
  /** Why it ended before its end; undefined where it didn't. */
  readonly stopped?: string | undefined;
  /** What couldn't be deleted, or may be there. */
  readonly leftovers: readonly Leftover[];
  readonly verdict: Finding["verdict"];
}

/**
 * Makes, changes and deletes one inbox, and looks at each step. Whatever happens, what it made is deleted.
 * Error: VCC_ARGUMENT_INVALID, before any write, for a mailbox or a plan that it can't be made with.
 */
export async function tryContract(context: TrialContext, options: TrialOptions): Promise<Trial> {
  const { mailbox, plan, digits, isStopped, say } = options;
  const before = await requireUnused(context, mailbox);
  const plans = await context.api.reader(INTERACTION_PLANS).listFresh();
  const interactionPlanId = planIdOf(plans, plan, "--plan");
  const names = new TrialNames(mailbox, context.contract);
  const [findings, belongings] = [new Findings(), new Belongings(context, { mailbox, names, before })];
  for (const { kind, semantic } of givenSemantics(context)) findings.addResult(kind, semantic);
  const goOn = () => {
    if (isStopped()) throw new VccError("VCC_CANCELLED", "As the person asked.");
  };
  const [name, secondName] = [names.of(digits), names.secondOf(digits)];
  const target = { mailbox, interactionPlanId, name, secondName };
  const life = new Life({ context, findings, belongings, goOn, say }, target);
  const stopped = await life.live().then(() => undefined, whyStopped);
  say("Deleting what is left of it …");
  const leftovers = await belongings.undo();
  const claims = findings.claims(
    context.contract,
    stopped === undefined ? "what it needs isn't there, or couldn't be made" : "the trial ended before",
  );
  const { results } = findings;
  return { name, earlier: [], claims, results, stopped, leftovers, verdict: verdictOf(claims, stopped) };
}

/** Deletes what earlier trials of this mailbox have left. */
export async function undoEarlierTrials(context: TrialContext, mailbox: string): Promise<Trial> {
  const names = new TrialNames(mailbox, context.contract);
  const belongings = new Belongings(context, { mailbox, names, before: new Map() });
  const earlier = await belongings.takeOverEarlier();
  const leftovers = await belongings.undo();
  return { name: undefined, earlier, claims: [], results: [], leftovers, verdict: "confirmed" };
}

/**
 * Ids of all that is there. Error: where something of the account has to do with the mailbox, or can't be read, so that
 * it may have.
 */
async function requireUnused({ api, contract }: TrialContext, mailbox: string): Promise<IdsByKind> {
  const isIt = (address: string) => canonicalAddress(address) === canonicalAddress(mailbox);
  const listOf = async <Dto extends object>(endpoint: ListEndpoint<Dto>): Promise<Listing<Dto>> =>
    contract.lacks(endpoint.kind) ? { objects: [], unreadable: [] } : api.reader(endpoint).listAll();
  const addresses = await listOf(EMAIL_ADDRESSES);
  const mappings = await listOf(INTERACTION_PLAN_MAPPINGS);
  const profiles = await listOf(EMAIL_PROFILES);
  const unreadable = [...addresses.unreadable, ...mappings.unreadable];
  if (unreadable.length > 0)
    throw argumentError(
      `--mailbox: a mailbox that nothing in the account has to do with, which can't be told: ${counted(unreadable.length, "object", "objects")} can't be read.`,
      "Run npx pulumi-vcc contract check, and correct the profile first.",
    );
  const users = [
    ...addresses.objects
      .filter(({ emailAddress }) => isIt(emailAddress))
      .map(({ name }) => `the address "${name}"`),
    ...mappings.objects
      .filter(({ toAddresses = [], testing }) =>
        [...toAddresses, ...(testing?.fromAddresses ?? [])].some(isIt),
      )
      .map(({ mappingName }) => `the mapping "${mappingName}"`),
  ];
  if (users.length === 0)
    return new Map([
      idsIn(EMAIL_ADDRESSES, addresses),
      idsIn(INTERACTION_PLAN_MAPPINGS, mappings),
      idsIn(EMAIL_PROFILES, profiles),
    ]);
  throw argumentError(
    `--mailbox: a mailbox that nothing in the account has to do with, got ${showValue(mailbox)}, which ${users.join(", ")} has.`,
    "Name another one. What a trial that has ended left of it, --undo deletes.",
  );
}

function idsIn<Dto extends object>(
  endpoint: ListEndpoint<Dto>,
  { objects, unreadable }: Listing<Dto>,
): readonly [string, ReadonlySet<string | undefined>] {
  return [
    endpoint.kind,
    new Set([...objects.map((dto) => idOf(endpoint, dto)), ...unreadable.map(({ id }) => id)]),
  ];
}

/** What an earlier trial has found. It stays until one has seen otherwise; what writes rest on can't be tried again. */
function givenSemantics({
  contract,
}: TrialContext): readonly { readonly kind: string; readonly semantic: Semantic }[] {
  return Object.keys(CONTRACT_KINDS).flatMap((kind) =>
    RESTED_ON.filter((semantic) => !contract.hasSemantic(kind, semantic)).map((semantic) => ({
      kind,
      semantic,
    })),
  );
}

const RESTED_ON = ["patchKeeps", "nullClears", "refusesMapped"] as const satisfies readonly Semantic[];

function whyStopped(error: unknown): string {
  if (hasErrorCode(error, "VCC_REJECTED") && error.fields.length > 0)
    return `${error.message} Where VCC has no such field, write null for it below kinds.….fields of the profile, and try again.`;
  if (error instanceof VccError) return error.message;
  return `a defect of this package (${error instanceof Error ? error.name : "unknown"})`;
}

function verdictOf(claims: readonly TriedClaim[], stopped: string | undefined): Finding["verdict"] {
  return worstOf([...claims, ...(stopped === undefined ? [] : [{ verdict: "cannotTell" } as const])]);
}
