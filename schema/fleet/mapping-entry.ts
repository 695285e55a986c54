import * as z from "zod";
import { InteractionPlanMappingInputs } from "../interaction-plan-mapping";
import { rule, strictFields, unordered } from "../rule";
import { entryReference } from "./entry-name";
import { FormerName } from "./former-names";
import { IgnoredRules } from "./lint-rule";
import { PROTECTION } from "./protection";

const { addresses, ...mapping } = InteractionPlanMappingInputs.shape;

const MAPPING = {
  interactionPlan: mapping.interactionPlan.describe(
    "The plan that takes the mail: its name as VCC shows it, or its GUID.",
  ),
  name: mapping.name.optional().describe("Name in VCC, 1 to 128 characters, unique. Default: generated."),
  description: mapping.description.describe("Purpose of the mapping: at most 500 characters."),
  priority: mapping.priority.describe(
    "Rank among the mappings of an address: 1 (lowest) to 10000. Default: 5000.",
  ),
  dataSources: mapping.dataSources.describe(
    "Set on each interaction where the address hasn't set the same key.",
  ),
  testing: mapping.testing.describe("A plan under test for the mail of some senders."),
  adopt: mapping.adopt.describe(
    "When first applied, takes over an existing mapping: true the one of this name, else of these addresses and plan; or its id.",
  ),
};

/** The mapping of one inbox; the inbox says which address it leads to the plan. */
export const MappingEntry = strictFields(MAPPING, "a mapping");
export type MappingEntry = z.infer<typeof MappingEntry>;

const INBOXES_NEXT = "Name inboxes of this file.";

/** A mapping of several addresses, or a further one of an inbox that has its own. */
export const SharedMappingEntry = strictFields(
  {
    inboxes: unordered(
      z
        .array(entryReference("an inbox"), { error: rule("a list of inboxes", INBOXES_NEXT) })
        .min(1, { error: rule("at least 1 inbox", `${INBOXES_NEXT} Leave it out for none.`) })
        .refine((names) => new Set(names).size === names.length, {
          error: rule("each inbox once", "Remove the second one."),
        }),
    )
      .optional()
      .describe("Inboxes of this file whose mail is mapped."),
    addresses: addresses
      .optional()
      .describe("Addresses that this file doesn't manage, whose mail is mapped."),
    ...MAPPING,
    ignore: IgnoredRules.optional().describe(
      "Rules that don't apply to this mapping, each with the reason, and perhaps a last day.",
    ),
    formerNames: FormerName.optional().describe(
      "Name of the InteractionPlanMapping before it stood in this file.",
    ),
    ...PROTECTION,
  },
  "a mapping",
).superRefine(({ inboxes, addresses: literal }, context) => {
  if (inboxes !== undefined || literal !== undefined) return;
  context.addIssue({ code: "custom", message: `inboxes, addresses or both, got neither. ${INBOXES_NEXT}` });
});
export type SharedMappingEntry = z.infer<typeof SharedMappingEntry>;
