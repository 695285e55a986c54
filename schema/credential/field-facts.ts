import * as z from "zod";

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

/** Facts about a method. */
export interface MethodFacts {
  /** Its name, with the provider where one method means different things to two. */
  readonly variant: string;
  /** Credential to advise in place of one that ends while VCC holds it; undefined of one that lasts. */
  readonly lastingInstead: string | undefined;
}

const FIELDS = z.registry<FieldFacts>();
const METHODS = z.registry<MethodFacts>();

declare const stated: unique symbol;
/** A field whose facts are stated: no other is taken into a credential. */
export type Stated<Field extends z.ZodType = z.ZodType> = Field & { readonly [stated]: true };

function state<Field extends z.ZodType>(field: Field, facts: FieldFacts): Stated<Field> {
  // Its own copy: one rule serves fields of different meaning.
  const own = field.clone();
  FIELDS.add(own, facts);
  return own as Stated<Field>;
}

/** Identifier that VCC gets and anybody may see. */
export function identifier<Field extends z.ZodType>(field: Field, standIn?: string): Stated<Field> {
  return state(field, { isForVcc: true, ...(standIn !== undefined && { standIn }) });
}

/** Reference to a lasting secret that VCC gets. */
export function secret<Field extends z.ZodType>(reference: Field): Stated<Field> {
  return state(reference, { isForVcc: true, reference: "lastingSecret" });
}

/** Reference to material that VCC gets, and that is no secret. */
export function material<Field extends z.ZodType>(reference: Field): Stated<Field> {
  return state(reference, { isForVcc: true, reference: "other" });
}

/** Setting of the provider's own probes and warnings. */
export function probeOnly<Field extends z.ZodType>(field: Field): Stated<Field> {
  return state(field, { isForVcc: false });
}

/** Reference to the proof of this run in probes: it ends within minutes, so it need not be private. */
export function probeProof<Field extends z.ZodType>(reference: Field): Stated<Field> {
  return state(reference, { isForVcc: false, reference: "other" });
}

/** Declared day on which the credential began. */
export function startsOn<Field extends z.ZodType>(date: Field): Stated<Field> {
  return state(date, { isForVcc: false, date: "start" });
}

/** Declared day on which the credential ends. */
export function endsOn<Field extends z.ZodType>(date: Field): Stated<Field> {
  return state(date, { isForVcc: false, date: "end" });
}

/** Facts of a field of a credential; undefined of the `method` itself. */
export function fieldFacts(field: z.ZodType): FieldFacts | undefined {
  return FIELDS.get(field);
}

/** States the facts of a method at its credential's schema, which it returns. */
export function stateMethod<Credential extends z.ZodType>(
  credential: Credential,
  facts: MethodFacts,
): Credential {
  METHODS.add(credential, facts);
  return credential;
}

/** Looks up the facts of a method. Error: a `TypeError` for a schema that is no credential's. */
export function methodFacts(credential: z.ZodType): MethodFacts {
  const facts = METHODS.get(credential);
  if (facts === undefined) throw new TypeError("no schema of a credential");
  return facts;
}
