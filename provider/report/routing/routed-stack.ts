import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { PlannedResource } from "../planned-resource";
import type { Side, Step } from "../read/step";
import type { ResourceChanges } from "../resource-changes";
import { isFormerKept, sidesAfter, type StackNames } from "../stack-names";
import { type PlannedMapping, toMappingView } from "./planned-mapping";

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
}

/** A mailbox of which the stack has an address. */
export interface Pulled {
  /** As it is spelt. */
  readonly mailbox: string;
  readonly isBefore: boolean;
  readonly isAfter: boolean;
  /** True if its address is in VCC before the run, and in the stack after it alone. */
  readonly isTakenOver: boolean;
}

/** The routing of a stack at both ends of a run. */
export function routedStack(
  names: StackNames,
  changes: ReadonlyMap<PlannedResource, ResourceChanges>,
): RoutedStack {
  const resources = [...names.byUrn.values()];
  const mappings = resources.filter(({ kind }) => kind === INTERACTION_PLAN_MAPPING);
  const before = new Map<string, PlannedMapping>();
  const after = new Map<string, PlannedMapping>();
  const kept: PlannedMapping[] = [];
  for (const mapping of mappings) {
    const { urn, actual } = mapping;
    const former = actual && toMappingView(mapping, actual, names, false);
    if (former !== undefined) before.set(urn, former);
    const isWritten = changes.get(mapping)?.isWritten === true;
    const [side] = sidesAfter(mapping);
    if (side !== undefined) after.set(urn, toMappingView(mapping, side, names, isWritten));
    // Its resource's name is the new one's.
    if (former !== undefined && isFormerKept(mapping))
      kept.push({ ...former, name: `${former.name} (stays in VCC)` });
  }
  return {
    resources: names.byUrn,
    ...{ before, after, kept },
    pulled: pulledMailboxes(resources),
    successors: names.successors,
  };
}

function pulledMailboxes(resources: readonly PlannedResource[]): ReadonlyMap<string, Pulled> {
  const found = new Map<string, Pulled>();
  for (const resource of resources) {
    const ends = [
      ...(resource.actual === undefined ? [] : [{ side: resource.actual, end: { isBefore: true } }]),
      ...sidesAfter(resource).map((side) => ({ side, end: { isAfter: true } })),
    ];
    for (const { side, end } of ends) {
      const key = mailboxOn(resource, side);
      if (key === undefined) continue;
      const mailbox = String(side.inputs["emailAddress"]);
      const known = found.get(key) ?? { mailbox, isBefore: false, isAfter: false, isTakenOver: false };
      found.set(key, { ...known, ...end, isTakenOver: known.isTakenOver || isTakenOver(resource) });
    }
  }
  return found;
}

/** True for an object that is in VCC before the run, and of which VCC alone knows what it is then. */
export function isTakenOver({ action, actual }: PlannedResource): boolean {
  return (action === "adopt" || action === "import") && actual === undefined;
}

/** The mailbox of an address, in its canonical spelling. */
export function mailboxOn(resource: PlannedResource, side: Side | undefined): string | undefined {
  const mailbox = resource.kind === EMAIL_ADDRESS ? side?.inputs["emailAddress"] : undefined;
  return typeof mailbox === "string" ? canonicalAddress(mailbox) : undefined;
}

const REPLACES = new Set(["create-replacement", "import-replacement", "delete-replaced"]);

/** Resources that are replaced, where the input doesn't tell in which order. */
export function replacedInUnknownOrder(steps: readonly Step[]): ReadonlySet<string> {
  const told = new Set(steps.filter(({ op }) => REPLACES.has(op)).map(({ urn }) => urn));
  return new Set(steps.filter(({ op, urn }) => op === "replace" && !told.has(urn)).map(({ urn }) => urn));
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
