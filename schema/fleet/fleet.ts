import * as z from "zod";
import { mapRules, rule, strictFields } from "../rule";
import { entries } from "./entry-name";
import { InboxEntry } from "./inbox-entry";
import { IgnoredRules } from "./lint-rule";
import { SharedMappingEntry } from "./mapping-entry";
import { ProfileEntry } from "./profile-entry";
import { Variables } from "./variables";

const ENTRIES = {
  profiles: entries(ProfileEntry, "profiles").optional().describe("Profiles that inboxes share, by name."),
  inboxes: entries(InboxEntry, "inboxes")
    .optional()
    .describe("The inboxes by name. The name names the Pulumi resources, so it stays as it is."),
  mappings: entries(SharedMappingEntry, "mappings")
    .optional()
    .describe("Mappings of several inboxes, and further ones of an inbox, by name."),
};

/** The sections whose entries become resources, the ones that others refer to first. */
export const ENTRY_SECTIONS = Object.keys(ENTRIES) as EntrySection[];
export type EntrySection = keyof typeof ENTRIES;

export function isEntrySection(section: unknown): section is EntrySection {
  return ENTRY_SECTIONS.some((one) => one === section);
}

/** Sections of a kind that an inbox can have one of its own of, with its field there. */
export const OWN_PARTS = { profiles: "profile", mappings: "mapping" } as const satisfies Partial<
  Record<EntrySection, keyof InboxEntry>
>;

const SECTIONS = {
  variables: Variables.optional().describe(
    "Values for ${name} in this file and {{ name }} in templates; ${env:NAME} only where the program allows NAME.",
  ),
  ignore: IgnoredRules.optional().describe(
    "Rules that are switched off for the whole file, each with the reason, and perhaps a last day.",
  ),
  defaults: InboxEntry.optional().describe(
    "Properties that every inbox has unless it says otherwise; null there takes one away.",
  ),
  ...ENTRIES,
};

/** The sections of a file, and those of each environment in it. */
export const FleetLayer: z.ZodObject<Record<string, z.ZodType>> = z.object(SECTIONS);

const { defaults: _defaults, ...resolved } = SECTIONS;

/** A fleet file as resolved for one environment: nothing in it is inherited, overlaid or still a variable. */
export const Fleet = strictFields(resolved, "a fleet");
export type Fleet = z.infer<typeof Fleet>;

/** An entry of any section, as rules over all of them read it. */
type AnyEntry = Partial<Pick<SharedMappingEntry, "name" | "inboxes" | "ignore" | "protect">>;

export function entriesInSection(fleet: Fleet, section: EntrySection): Readonly<Record<string, AnyEntry>> {
  return fleet[section] ?? {};
}

const SECTION = z
  .record(z.string(), z.unknown(), { error: rule("a map", "Write it as { name: … }.") })
  .nullish();

const sections = Object.fromEntries(Object.keys(FleetLayer.shape).map((section) => [section, SECTION]));

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
