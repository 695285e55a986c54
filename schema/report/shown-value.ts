import * as z from "zod";

/** 128 bits in hexadecimal. */
export const Fingerprint = z
  .string()
  .regex(/^[0-9a-f]{32}$/u)
  .describe(
    "Digest over the kind of change and the domain's values, 128 bits in hexadecimal: the same for the same change in " +
      "every commit and stack, another one for another value.",
  );

/** Value of a property as a report may show it. */
export const ShownValue = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null().describe("None."),
    z.strictObject({ secret: z.literal(true) }).describe("Never shown, and never said to be equal."),
    z
      .strictObject({
        knownAfterApply: z.array(z.string()).describe("Resources that it comes from, as far as known."),
      })
      .describe("Known only after apply."),
    z.strictObject({ generated: z.literal(true) }).describe("A name that the package generates."),
    z
      .strictObject({ takenOver: z.literal(true) })
      .describe("As VCC has it, of an object that is taken over: a preview doesn't ask VCC for it."),
    z.strictObject({ empty: z.enum(["list", "map"]) }).describe("A list or map without entries."),
  ])
  .meta({ id: "Value" });
export type ShownValue = z.infer<typeof ShownValue>;

export const Resource = z
  .strictObject({
    kind: z.string().describe("Class of the resource, such as `EmailAddress`."),
    name: z.string().describe("Name of the resource in the program."),
  })
  .meta({ id: "Resource" });
export type Resource = z.infer<typeof Resource>;
