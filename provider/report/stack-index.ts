import { groupBy } from "../values/group-by";
import { canonicalAddress } from "../../schema/canonical-address";
import { EMAIL_PROFILE } from "../../schema/email-profile";
import { EMAIL_ADDRESS } from "../../schema/email-address";
import { isGuid } from "../../schema/fields";
import { INTERACTION_PLAN_MAPPING } from "../../schema/interaction-plan-mapping";
import type { KindName } from "../kinds/index";
import { isRecord } from "../values/records";
import type { PlannedResource } from "./planned-resource";
import { formerMailboxOf, mailboxOf, sidesAfter, sidesOf } from "./resource-sides";
import { isStack } from "./read/urns";

/** Resources of a stack by their URNs, by the ids of VCC and by their place in the program. */
export interface StackIndex {
  readonly byUrn: ReadonlyMap<string, PlannedResource>;
  /** Name of a plan that is written as its id; any other plan as it is written. */
  plan(reference: unknown): unknown;
  /** The profile that has an id, or that an unknown id comes from. */
  profile(id: unknown, origins: readonly string[]): PlannedResource | undefined;
  /** The address that has an id, or that an unknown id comes from. */
  address(id: unknown, origins: readonly string[]): PlannedResource | undefined;
  /** Addresses of a component, and of none other below it; none of the stack itself. */
  addressesBelow(parent: string): readonly PlannedResource[];
  /** Mailboxes that take the place of others, by the former one; both in canonical spelling. */
  readonly successors: ReadonlyMap<string, string>;
}

/** The index of a run's resources. */
export function stackIndex(resources: readonly PlannedResource[]): StackIndex {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const addresses = addressesByParent(resources);
  const plans = planSpellings(resources.flatMap(planNames));
  const byId = new Map<string, PlannedResource>(
    resources.flatMap((resource) =>
      sidesOf(resource).flatMap(({ id }) =>
        id === undefined ? [] : [[`${resource.kind} ${id}`, resource] as const],
      ),
    ),
  );
  const find = (kind: KindName, id: unknown, origins: readonly string[]) =>
    typeof id === "string"
      ? byId.get(`${kind} ${id}`)
      : origins.map((urn) => byUrn.get(urn)).find((resource) => resource?.kind === kind);
  return {
    byUrn,
    plan: (reference) =>
      typeof reference === "string" ? (plans.get(spellingOf(reference)) ?? reference) : reference,
    profile: (id, origins) => find(EMAIL_PROFILE, id, origins),
    address: (id, origins) => find(EMAIL_ADDRESS, id, origins),
    addressesBelow: (parent) => (isStack(parent) ? [] : (addresses.get(parent) ?? [])),
    successors: successorsOf(resources),
  };
}

/** A mailbox that another address takes over, or whose address stays in VCC, has no successor: its mail goes on. */
function successorsOf(resources: readonly PlannedResource[]): ReadonlyMap<string, string> {
  const kept = new Set(
    resources.flatMap((resource) => {
      const mailboxes = sidesAfter(resource).map(({ inputs }) => inputs["emailAddress"]);
      return mailboxes.flatMap((mailbox) =>
        resource.kind === EMAIL_ADDRESS && typeof mailbox === "string" ? canonicalAddress(mailbox) : [],
      );
    }),
  );
  return new Map(
    resources.flatMap((resource) => {
      const [former, mailbox] = [formerMailboxOf(resource), mailboxOf(resource)];
      if (former === undefined || mailbox === undefined || kept.has(canonicalAddress(former))) return [];
      return [[canonicalAddress(former), canonicalAddress(mailbox)] as const];
    }),
  );
}

function addressesByParent(
  resources: readonly PlannedResource[],
): ReadonlyMap<string, readonly PlannedResource[]> {
  return groupBy(resources, ({ kind, planned }) =>
    kind !== EMAIL_ADDRESS || planned?.parent === undefined ? [] : [planned.parent],
  );
}

/** The first name of a plan by its id and by each of its names: one that was renamed in VCC is the same. */
function planSpellings(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const first = new Map([...pairs].reverse());
  return new Map(
    pairs.flatMap(([id, name]) => [id, name].map((key) => [key, first.get(id) ?? name] as const)),
  );
}

/** VCC compares ids without case, and names exactly. */
function spellingOf(plan: string): string {
  return isGuid(plan) ? plan.toLowerCase() : plan;
}

/** Ids of plans with the names that VCC has for them: one that was renamed no longer has its former name. */
function planNames({ kind, actual }: PlannedResource): (readonly [string, string])[] {
  if (kind !== INTERACTION_PLAN_MAPPING) return [];
  return [actual].flatMap((side) => {
    const { outputs = {} } = side ?? {};
    const { testing } = outputs;
    const pairs = [
      [outputs["interactionPlanId"], outputs["interactionPlan"]],
      [outputs["testingInteractionPlanId"], isRecord(testing) ? testing["interactionPlan"] : undefined],
    ];
    return pairs.flatMap(([id, name]) =>
      typeof id === "string" && typeof name === "string" && !isGuid(name)
        ? [[id.toLowerCase(), name] as const]
        : [],
    );
  });
}
