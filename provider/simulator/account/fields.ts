import * as z from "zod";

/** An object's name in the body of a request; how long it may be, the contract says (`dialect.ts`). */
export const Name: z.ZodType<string> = z.string().min(1, { error: "at least 1 character" });
export const Description: z.ZodType<string> = z.string();

const DataSourceKey = z.string().regex(/^[^()$:]+$/u, { error: "at least 1 character, without ( ) $ :" });

/** Data sources in the body of a request. */
export const DataSources = z
  .array(z.strictObject({ name: DataSourceKey, value: z.string() }))
  .superRefine((sources, context) => {
    const seen = new Set<string>();
    sources.forEach(({ name }, index) => {
      if (seen.has(name)) context.addIssue({ code: "custom", path: [index, "name"], message: "Used twice." });
      seen.add(name);
    });
  });

/** Data sources as they are stored. Loose, as all that is: VCC may add fields and enum values one day. */
export const StoredDataSources = z.array(z.looseObject({ name: z.string(), value: z.string() }));

/** A time as it is stored. */
export const Time = z.iso.datetime();

/** Sorts data sources in the simulator's own order, because the contract gives them none. */
export function byName<Source extends { readonly name: string }>(sources: readonly Source[]): Source[] {
  return [...sources].sort((one, other) => (one.name < other.name ? -1 : 1));
}
