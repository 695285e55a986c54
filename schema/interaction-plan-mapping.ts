import * as z from "zod";
import type { ListEndpoint, ObjectEndpoint } from "./endpoint";
import { canonicalAddress } from "./canonical-address";
import { Adopt, DataSourceDtos, DataSources, Description, MailboxAddress, UniqueName } from "./fields";
import { Content, Id, Name, orEmpty, orUntold, Time } from "./foreign";
import { DEFAULT_PRIORITY, MAX_PRIORITY, MIN_PRIORITY } from "./limits";
import { type Completed, harmlessLine, rule, showValue, strictFields, unordered, withDefault } from "./rule";

const planRule = rule("the name or GUID of an interaction plan", "Give it as VCC shows it.");
const PlanReference = harmlessLine(z.string({ error: planRule }).min(1, { error: planRule }));

function distinctAddresses(next: string) {
  const addresses = z
    .array(MailboxAddress, { error: rule("a list of email addresses", next) })
    .min(1, { error: rule("at least 1 email address", next) })
    .superRefine((addresses, context) => {
      const seen = new Set<string>();
      addresses.forEach((address, index) => {
        const key = canonicalAddress(address);
        if (seen.has(key)) {
          context.addIssue({
            code: "custom",
            path: [index],
            message: `each address once, compared without case, got ${showValue(address)} again. Remove the second one.`,
          });
        }
        seen.add(key);
      });
    });
  return unordered(addresses);
}

const priorityRule = rule(
  `whole number from ${MIN_PRIORITY} to ${MAX_PRIORITY}`,
  `Use ${MIN_PRIORITY} for the lowest.`,
);

const Priority = z
  .int({ error: priorityRule })
  .min(MIN_PRIORITY, { error: priorityRule })
  .max(MAX_PRIORITY, { error: priorityRule });

/** Inputs that a program declares. The meaning of each field is told at `InteractionPlanMappingArgs`. */
export const InteractionPlanMappingInputs = strictFields(
  {
    interactionPlan: PlanReference,
    addresses: distinctAddresses("Name the addresses whose mail the plan takes, as [address.emailAddress]."),
    name: UniqueName,
    description: withDefault(Description, ""),
    dataSources: withDefault(DataSources, {}),
    priority: withDefault(Priority, DEFAULT_PRIORITY),
    testing: strictFields(
      {
        interactionPlan: PlanReference,
        fromAddresses: distinctAddresses("Name the senders whose mail takes the testing plan."),
      },
      "a testing block",
    ).optional(),
    adopt: Adopt.optional(),
  },
  "the arguments of an InteractionPlanMapping",
);
export type InteractionPlanMappingInputs = z.infer<typeof InteractionPlanMappingInputs>;

/** Inputs as check completes them. */
export type InteractionPlanMappingDesired = Completed<typeof InteractionPlanMappingInputs>;

/** Ids of the plans that a program names. */
export interface PlanIds {
  readonly interactionPlanId: string;
  readonly testingInteractionPlanId?: string;
}

export type InteractionPlanMappingState = InteractionPlanMappingDesired &
  PlanIds & {
    readonly updatedAt: string;
  };

/** Addresses in a reply: of other channels, too, such as phone numbers and handles. */
const AddressDtos = orUntold(z.array(z.union([Name, z.number().transform(String)])), []);

/** Null where there is none, undefined where VCC doesn't tell it, or not whose mail it takes. */
const TestingDto = z
  .object({ interactionPlanId: orEmpty(Id), fromAddresses: AddressDtos })
  .nullish()
  .transform((testing) => {
    if (testing === undefined || testing === null) return testing;
    const { fromAddresses, ...rest } = testing;
    return fromAddresses === undefined ? undefined : { ...rest, fromAddresses };
  });

/** Also as text, such as `"5000"`: what takes part in ties is compared. */
const PriorityDto = z.preprocess(
  (told) => (typeof told === "string" && /^\d+$/u.test(told) ? Number(told) : told),
  z.number(),
);

/**
 * The mapping on the wire. Of mappings of others, plan, addresses and priority may be missing.
 * Source: name, description, plan, addresses and data sources documented, all but the first two as optional; priority,
 * testing and the path assumed.
 */
export const InteractionPlanMappingDto = z.object({
  mappingId: Id,
  mappingName: orEmpty(Name),
  mappingDescription: orUntold(Content, ""),
  interactionPlanId: orUntold(Id, ""),
  /** Undefined where VCC doesn't tell. */
  toAddresses: AddressDtos,
  dataSources: DataSourceDtos,
  /** Undefined or null where VCC doesn't tell. */
  priority: PriorityDto.nullish(),
  testing: TestingDto,
  updatedAt: orEmpty(Time),
});
export type InteractionPlanMappingDto = z.infer<typeof InteractionPlanMappingDto>;

/** A mapping's content, as `POST` takes it; a `PATCH` carries what changes, and `null` clears. */
export interface InteractionPlanMappingBody {
  readonly mappingName: string;
  readonly mappingDescription: string;
  readonly interactionPlanId: string;
  readonly toAddresses: readonly string[];
  readonly dataSources: NonNullable<z.infer<typeof DataSourceDtos>>;
  readonly priority: number;
  readonly testing: { readonly interactionPlanId: string; readonly fromAddresses: readonly string[] } | null;
}

/** The class of mappings, as Pulumi knows it. */
export const INTERACTION_PLAN_MAPPING = "InteractionPlanMapping";

/** The calls for mappings: docs/contract.md#mappings. Source: body documented, path assumed. */
export const INTERACTION_PLAN_MAPPINGS: ObjectEndpoint<
  InteractionPlanMappingDto,
  InteractionPlanMappingBody
> = {
  kind: "interactionPlanMapping",
  api: "interactionplanmanager",
  noun: "interaction-plan mapping",
  plural: "interaction-plan mappings",
  path: "/interactionplanmanager/mappings",
  listKey: "mappings",
  idKey: "mappingId",
  nameKey: "mappingName",
  dto: InteractionPlanMappingDto,
  labelOf: ({ mappingName }) => mappingName,
};

/** An interaction plan: read only. Source: documented; names aren't said to be unique. */
export const InteractionPlanDto = z.object({
  interactionPlanId: Id,
  interactionPlanName: orEmpty(Name),
});
export type InteractionPlanDto = z.infer<typeof InteractionPlanDto>;

/** The list of plans: docs/contract.md#interaction-plans. Source: documented, with version and scope. */
export const INTERACTION_PLANS: ListEndpoint<InteractionPlanDto> = {
  kind: "interactionPlan",
  api: "useradmin",
  noun: "interaction plan",
  plural: "interaction plans",
  path: "/useradmin/interactionPlans",
  listKey: "interactionPlans",
  idKey: "interactionPlanId",
  nameKey: "interactionPlanName",
  dto: InteractionPlanDto,
};
