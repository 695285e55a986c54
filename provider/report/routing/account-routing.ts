import { adoptionOf } from "../../../schema/fields";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import { groupBy } from "../../values/group-by";
import type { PlannedResource } from "../planned-resource";
import type { StackIndex } from "../stack-index";
import type { MappingView } from "./mapping-view";

/** A mapping as the account has it. */
export interface AccountMapping extends MappingView {
  /** VCC's own; null where it isn't an account's. */
  readonly id: string | null;
}

/** An interaction plan of an account. */
export interface AccountPlan {
  readonly id: string;
  readonly name: string;
}

/** Mappings, addresses and plans of an account, whoever manages them. */
export interface AccountRouting {
  readonly mappings: readonly AccountMapping[];
  /** Mailboxes that VCC has an address of, by canonical spelling. */
  readonly mailboxes: ReadonlyMap<string, string>;
  /** Undefined where they can't all be read. */
  readonly plans: readonly AccountPlan[] | undefined;
  /** Reasons why there may be more of both, as sentences. */
  readonly unread: readonly string[];
}

/** The part of an account's mappings that a stack's state doesn't tell. */
export interface ForeignMappings {
  /** Managed elsewhere, before the run and after it. */
  readonly elsewhere: readonly MappingView[];
  /** As they are before the run, by the URN of the resource that takes them over. */
  readonly takenOver: ReadonlyMap<string, MappingView>;
}

/** Tells an account's mappings from those that a stack manages, which are known by their ids. */
export function foreignMappings(
  { mappings }: AccountRouting,
  resources: readonly PlannedResource[],
  index: StackIndex,
): ForeignMappings {
  const own = resources.filter(({ kind }) => kind === INTERACTION_PLAN_MAPPING);
  const managed = new Set(own.flatMap(({ stored, actual }) => [stored?.id, actual?.id]));
  const foreign = mappings
    .filter(({ id }) => id === null || !managed.has(id))
    .map((mapping) => withStackPlans(mapping, index));
  const byId = groupBy<AccountMapping, unknown>(foreign, ({ id }) => (id === null ? [] : [id]));
  const byName = groupBy<AccountMapping, unknown>(foreign, ({ name }) => [name]);
  const found = own.flatMap((resource) => {
    const { id, name } = takenOverBy(resource);
    const [mapping] = byId.get(id) ?? byName.get(name) ?? [];
    return mapping === undefined ? [] : [{ resource, mapping }];
  });
  const taken = new Set(found.map(({ mapping }) => mapping));
  return {
    elsewhere: foreign
      .filter((mapping) => !taken.has(mapping))
      .map((mapping) => ({ ...mapping, name: `${mapping.name} (managed elsewhere)` })),
    takenOver: new Map(
      found.map(({ resource, mapping }) => [resource.urn, { ...mapping, name: resource.name }] as const),
    ),
  };
}

/** Id or name of the object that a resource takes over: somebody's import has the id; an adoption has it, or the name. */
function takenOverBy({ action, actual, planned }: PlannedResource): { id?: unknown; name?: unknown } {
  if (planned === undefined || actual !== undefined) return {};
  if (action === "import") return { id: planned.id };
  const adoption = action === "adopt" ? adoptionOf(planned.inputs) : undefined;
  return adoption === true ? { name: planned.inputs["name"] } : { id: adoption };
}

/** A plan under the name that the stack has for it: one that was renamed in VCC is the same. */
function withStackPlans(mapping: AccountMapping, index: StackIndex): AccountMapping {
  const { plan, testing } = mapping;
  return {
    ...mapping,
    plan: index.plan(plan),
    testing: testing && { ...testing, plan: index.plan(testing.plan) },
  };
}
