import type * as z from "zod";

/** Facts about a field of a credential, for code that treats fields by what they are, not by their names. */
export interface FieldFacts {
  /** True if VCC gets it, or what it points to: another value is another sign-in. Else the provider alone reads it. */
  readonly isForVcc: boolean;
  /** Reference to material. A file that holds a lasting secret must be private. */
  readonly reference?: "lastingSecret" | "other";
  /** A declared date of the credential. */
  readonly date?: "start" | "end";
  /**
   * Value in an exported program where VCC doesn't tell the real one: it keeps the field's rule, and nobody takes it
   * for a value.
   */
  readonly standIn?: string;
}

/** A field whose facts are stated: no other is taken into a credential. */
export type Stated<Field extends z.ZodType = z.ZodType> = Field & { readonly facts: FieldFacts };

function stating(facts: FieldFacts) {
  // Its own copy: one rule serves fields of different meaning.
  return <Field extends z.ZodType>(field: Field): Stated<Field> => Object.assign(field.clone(), { facts });
}

/** Identifier that VCC gets and anybody may see. */
export function identifier<Field extends z.ZodType>(field: Field, standIn?: string): Stated<Field> {
  return stating({ isForVcc: true, ...(standIn !== undefined && { standIn }) })(field);
}

/** Reference to a lasting secret that VCC gets. */
export const secret = stating({ isForVcc: true, reference: "lastingSecret" });
/** Reference to material that VCC gets, and that is no secret. */
export const material = stating({ isForVcc: true, reference: "other" });
/** Setting of the provider's own probes and warnings. */
export const probeOnly = stating({ isForVcc: false });
/** Reference to the proof of this run in probes: it ends within minutes, so it need not be private. */
export const probeProof = stating({ isForVcc: false, reference: "other" });
/** Declared day on which the credential began. */
export const startsOn = stating({ isForVcc: false, date: "start" });
/** Declared day on which the credential ends. */
export const endsOn = stating({ isForVcc: false, date: "end" });
