import * as z from "zod";
import { mapRules, rule, strictFields } from "../rule";
import { entries } from "./entry-name";
import { InboxEntry } from "./inbox-entry";
import { IgnoredRules } from "./lint-rule";
import { SharedMappingEntry } from "./mapping-entry";
import { ProfileEntry } from "./profile-entry";
import { Variables } from "./variables";

/** A fleet file as resolved for one environment: nothing in it is inherited, overlaid or still a variable. */
export const Fleet = strictFields(
  {
    variables: Variables.optional(),
    ignore: IgnoredRules.optional(),
    profiles: entries(ProfileEntry, "profiles").optional(),
    inboxes: entries(InboxEntry, "inboxes").optional(),
    mappings: entries(SharedMappingEntry, "mappings").optional(),
  },
  "a fleet",
);
export type Fleet = z.infer<typeof Fleet>;

/** The sections whose entries become resources, the ones that others refer to first. */
export const ENTRY_SECTIONS = ["profiles", "inboxes", "mappings"] as const satisfies readonly (keyof Fleet)[];
export type EntrySection = (typeof ENTRY_SECTIONS)[number];

const SECTION = z
  .record(z.string(), z.unknown(), { error: rule("a map", "Write it as { name: … }.") })
  .nullish();

const sections = {
  variables: SECTION,
  ignore: SECTION,
  defaults: SECTION,
  profiles: SECTION,
  inboxes: SECTION,
  mappings: SECTION,
};

/** The outline of a fleet file as it is written: sections, and the same sections again by environment. */
export const FleetOutline = strictFields(
  {
    $schema: z.string().nullable().optional(),
    ...sections,
    environments: z
      .record(z.string().regex(/^[\w.-]+$/u), strictFields(sections, "an environment").nullable(), {
        error: mapRules(
          rule("an environment's name of letters, digits, dots, dashes and underscores", "Rename it."),
          rule("a map of environments", "Write it as { dev: { … } }."),
        ),
      })
      .nullable()
      .optional(),
  },
  "a fleet file",
);
