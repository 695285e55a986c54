import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { PlannedResource } from "../planned-resource";
import { REPLACES } from "../read/operations";
import type { Side, Step } from "../read/engine-run";
import type { ResourceChanges } from "../resource-changes";
import { isFormerKept, isObjectUnseen, isUnreadAfter, sidesAfter } from "../resource-sides";
import { type StackIndex } from "../stack-index";
import { type SignIn, signInOf } from "../sign-in";
import { type AccountRouting, type ForeignMappings, foreignMappings } from "./account-routing";
import { type PlannedMapping, toMappingView, toUnreadView } from "./planned-mapping";

/** The mappings and addresses of a stack, before a run and after it. */
export interface RoutedStack {
  readonly resources: ReadonlyMap<string, PlannedResource>;
  /** Mappings by URN. */
  readonly before: ReadonlyMap<string, PlannedMapping>;
  readonly after: ReadonlyMap<string, PlannedMapping>;
  /** Former objects of replaced mappings that stay in VCC. */
  readonly kept: readonly PlannedMapping[];
  /** Addresses by the canonical spelling of their mailbox. */
  readonly pulled: ReadonlyMap<string, Pulled>;
  /** Mailboxes that take the place of others: the mail of the two is followed as one. */
  readonly successors: ReadonlyMap<string, string>;
  /** True if the mappings and addresses of others in the account are known, too. */
  readonly isWholeAccount: boolean;
}

/** A mailbox of which the stack has an address; its sign-in is undefined where nobody can tell. */
export interface Pulled extends Partial<SignIn> {
  /** As it is spelt. */
  readonly mailbox: string;
  /** Undefined where VCC alone knows. */
  readonly isBefore: boolean | undefined;
  readonly isAfter: boolean;
  /** True if its address is in VCC before the run, and in the stack after it alone. */
  readonly isTakenOver: boolean;
}

/** The routing of a stack at both ends of a run. */
export function routedStack(
  index: StackIndex,
  changes: ReadonlyMap<PlannedResource, ResourceChanges>,
  account: AccountRouting | undefined,
): RoutedStack {
  const resources = [...index.byUrn.values()];
  const mappings = resources.filter(({ kind }) => kind === INTERACTION_PLAN_MAPPING);
  const before = new Map<string, PlannedMapping>();
  const after = new Map<string, PlannedMapping>();
  const kept: PlannedMapping[] = [];
  for (const mapping of mappings) {
    const { urn, actual } = mapping;
    const former = actual && toMappingView(mapping, actual, index, false);
    if (former !== undefined) before.set(urn, former);
    const planned = viewAfter(mapping, former, index, changes.get(mapping)?.isWritten === true);
    if (planned !== undefined) after.set(urn, planned);
    // Its resource's name is the new one's.
    if (former !== undefined && isFormerKept(mapping))
      kept.push({ ...former, name: `${former.name} (stays in VCC)` });
  }
  const pulled = pulledMailboxes(resources);
  const own = [...before.values(), ...after.values()];
  if (account !== undefined) addForeign(foreignMappings(account, resources, index), before, after);
  return {
    resources: index.byUrn,
    before,
    after,
    kept,
    pulled: account?.unread.length === 0 ? pulledInAccount(account, own, pulled) : pulled,
    successors: index.successors,
    isWholeAccount: account?.unread.length === 0,
  };
}

function viewAfter(
  mapping: PlannedResource,
  former: PlannedMapping | undefined,
  index: StackIndex,
  isWritten: boolean,
): PlannedMapping | undefined {
  if (isUnreadAfter(mapping)) return toUnreadView(mapping, former);
  const [side] = sidesAfter(mapping);
  return side && toMappingView(mapping, side, index, isWritten);
}

/** Mappings that others manage get a key of their own; those that the run takes over are the resource's from then on. */
function addForeign(
  { elsewhere, takenOver }: ForeignMappings,
  before: Map<string, PlannedMapping>,
  after: Map<string, PlannedMapping>,
): void {
  elsewhere.forEach((mapping, index) => {
    const urn = `${FOREIGN}${String(index)}`;
    for (const end of [before, after]) end.set(urn, { ...mapping, urn, hidden: NOTHING, isWritten: false });
  });
  for (const [urn, mapping] of takenOver)
    before.set(urn, { ...mapping, urn, hidden: NOTHING, isWritten: false });
}

const NOTHING: ReadonlySet<string> = new Set();
/** Begins the key of a mapping that others manage. */
const FOREIGN = "account:";

export function isForeign({ urn }: PlannedMapping): boolean {
  return urn.startsWith(FOREIGN);
}

/** The account knows of every mailbox if it's pulled before the run; after it, of those that the stack has none of. */
function pulledInAccount(
  { mailboxes }: AccountRouting,
  mappings: readonly PlannedMapping[],
  pulled: ReadonlyMap<string, Pulled>,
): ReadonlyMap<string, Pulled> {
  const named = [
    ...mappings.flatMap((mapping) => [...mapping.mailboxes]),
    ...[...pulled].map(([key, { mailbox }]) => [key, mailbox] as const),
  ];
  return new Map(
    named.map(([key, mailbox]) => {
      const isBefore = mailboxes.has(key);
      const own = pulled.get(key) ?? { isAfter: isBefore, isTakenOver: false };
      return [key, { mailbox, ...own, isBefore }] as const;
    }),
  );
}

function pulledMailboxes(resources: readonly PlannedResource[]): ReadonlyMap<string, Pulled> {
  const found = new Map<string, Pulled>();
  for (const resource of resources) {
    const { isSignedInBefore, isSignedInAfter } = signInOf(resource);
    const ends = [
      ...(resource.actual === undefined
        ? []
        : [{ side: resource.actual, end: { isBefore: true, isSignedInBefore } }]),
      ...sidesAfter(resource).map((side) => ({ side, end: { isAfter: true, isSignedInAfter } })),
    ];
    for (const { side, end } of ends) {
      const key = mailboxOn(resource, side);
      if (key === undefined) continue;
      const mailbox = String(side.inputs["emailAddress"]);
      const known: Pulled = found.get(key) ?? {
        mailbox,
        isBefore: false,
        isAfter: false,
        isTakenOver: false,
      };
      const isTaken = known.isTakenOver || isObjectUnseen(resource);
      found.set(key, { ...known, ...end, isTakenOver: isTaken, ...(isTaken && { isBefore: undefined }) });
    }
  }
  return found;
}

/** The mailbox of an address, in its canonical spelling. */
export function mailboxOn(resource: PlannedResource, side: Side | undefined): string | undefined {
  const mailbox = resource.kind === EMAIL_ADDRESS ? side?.inputs["emailAddress"] : undefined;
  return typeof mailbox === "string" ? canonicalAddress(mailbox) : undefined;
}

/** Resources that are replaced, where the input doesn't tell in which order. */
export function replacedInUnknownOrder(steps: readonly Step[]): ReadonlySet<string> {
  const ordered = new Set(steps.filter(({ op }) => REPLACES.has(op)).map(({ urn }) => urn));
  return new Set(steps.filter(({ op, urn }) => op === "replace" && !ordered.has(urn)).map(({ urn }) => urn));
}

/** Mailboxes of which an address or a mapping is replaced, or changes hands, where the input doesn't tell in which order. */
export function unorderedMailboxes(steps: readonly Step[], stack: RoutedStack): ReadonlySet<string> {
  const { resources, before, after, pulled, successors } = stack;
  const named = new Set([...after.values()].flatMap(({ mailboxes }) => [...mailboxes.keys()]));
  return new Set(
    [...replacedInUnknownOrder(steps)].flatMap((urn) => {
      const resource = resources.get(urn);
      // The former object stays where it is.
      if (resource === undefined || isFormerKept(resource)) return [];
      if (resource.kind === EMAIL_ADDRESS) {
        const sides = [resource.actual, resource.planned].flatMap((side) => mailboxOn(resource, side) ?? []);
        return sides.filter((mailbox) => {
          const ends = pulled.get(mailbox);
          return ends?.isBefore === true && ends.isAfter;
        });
      }
      const was = [...(before.get(urn)?.mailboxes.keys() ?? [])];
      return was.map((mailbox) => successors.get(mailbox) ?? mailbox).filter((mailbox) => named.has(mailbox));
    }),
  );
}
