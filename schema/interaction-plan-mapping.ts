import * as z from "zod";
import { canonicalAddress } from "./canonical-address";
import { Adopt, DataSourceDtos, DataSources, Description, MailboxAddress, UniqueName } from "./fields";
import { Content, Id, Name, orEmpty, orUntold, Time } from "./foreign";
import { MAX_PRIORITY, MIN_PRIORITY } from "./limits";
import { harmlessLine, rule, showValue, strictFields } from "./rule";

const planRule = rule("the name or GUID of an interaction plan", "Give it as VCC shows it.");
const PlanReference = harmlessLine(z.string({ error: planRule }).min(1, { error: planRule }));

function distinctAddresses(next: string) {
  return z
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
}

const priorityRule = rule(
  `whole number from ${MIN_PRIORITY} to ${MAX_PRIORITY}`,
  `Use ${MIN_PRIORITY} for the lowest.`,
);

/** What a program declares. The meaning of each field is told at `InteractionPlanMappingArgs`. */
export const InteractionPlanMappingInputs = strictFields(
  {
    interactionPlan: PlanReference,
    addresses: distinctAddresses("Name the addresses whose mail the plan takes, as [address.emailAddress]."),
    name: UniqueName,
    description: Description.optional(),
    dataSources: DataSources.optional(),
    priority: z
      .int({ error: priorityRule })
      .min(MIN_PRIORITY, { error: priorityRule })
      .max(MAX_PRIORITY, { error: priorityRule })
      .optional(),
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

export interface InteractionPlanMappingState extends InteractionPlanMappingInputs {
  readonly description: string;
  readonly dataSources: Record<string, string>;
  readonly priority: number;
  readonly interactionPlanId: string;
  readonly testingInteractionPlanId?: string;
  readonly updatedAt: string;
}

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

/** What `PATCH` takes; `null` clears. */
export interface InteractionPlanMappingPatch {
  readonly mappingName?: string;
  readonly mappingDescription?: string;
  readonly interactionPlanId?: string;
  readonly toAddresses?: readonly string[];
  readonly dataSources?: NonNullable<z.infer<typeof DataSourceDtos>>;
  readonly priority?: number;
  readonly testing?: { readonly interactionPlanId: string; readonly fromAddresses: readonly string[] } | null;
}

/** What `POST` takes. */
export interface InteractionPlanMappingPost extends InteractionPlanMappingPatch {
  readonly mappingName: string;
  readonly mappingDescription: string;
  readonly interactionPlanId: string;
  readonly toAddresses: readonly string[];
}

/** An interaction plan: read only. Source: documented; names aren't said to be unique. */
export const InteractionPlanDto = z.object({
  interactionPlanId: Id,
  interactionPlanName: orEmpty(Name),
});
export type InteractionPlanDto = z.infer<typeof InteractionPlanDto>;
