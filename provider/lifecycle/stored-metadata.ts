import { createHash, randomBytes } from "node:crypto";
import { looksGenerated, type ResourceIdentity } from "./generated-name";

/**
 * Metadata that is stored with an object besides its inputs and state. Pulumi hides keys with two underscores from
 * people. `__generatedName`: the name that check generated, so that it is kept and drift of it shows. `__resource`: key
 * of its resource in the program, which Pulumi tells only check. `__made`: tells apart two resources whose states name
 * the same object. `__unread`: nothing of the object but its id is known.
 */
export interface StoredMetadata {
  readonly __generatedName?: string;
  readonly __resource?: string;
  readonly __made?: string;
  readonly __unread?: boolean;
}

const KEYS: Record<keyof StoredMetadata, true> = {
  __generatedName: true,
  __resource: true,
  __made: true,
  __unread: true,
};

const MARK_BYTES = 6;

type Bag = Readonly<Record<string, unknown>>;

/** Metadata of a new object. */
export function newMetadata(inputs: Bag): StoredMetadata {
  return { ...inputMetadata(inputs), __made: randomBytes(MARK_BYTES).toString("base64url") };
}

/** Metadata of an imported object, by the resource's place in its program: the same in every export. */
export function importedMetadata(place: readonly string[]): StoredMetadata {
  return { __made: digest(place) };
}

/** Metadata that goes on from what is stored; new inputs may have another generated name, or none. */
export function nextMetadata(stored: Bag, inputs: Bag = stored): StoredMetadata {
  return {
    ...inputMetadata(inputs),
    ...(typeof stored["__made"] === "string" && { __made: stored["__made"] }),
  };
}

/** The metadata that check adds to the inputs. */
export function inputMetadata({
  __generatedName: name,
  __resource: resource,
}: Bag): Pick<StoredMetadata, "__generatedName" | "__resource"> {
  return {
    ...(typeof name === "string" && { __generatedName: name }),
    ...(typeof resource === "string" && { __resource: resource }),
  };
}

/** Key of a resource in its program. Project and stack are left out, because `pulumi stack rename` changes them. */
export function resourceKey({ urn }: ResourceIdentity): string {
  return digest(urn.split("::").slice(2));
}

function digest(parts: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify(parts))
    .digest()
    .subarray(0, MARK_BYTES)
    .toString("base64url");
}

/** The bag without metadata. */
export function withoutMetadata(bag: Bag): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !Object.hasOwn(KEYS, key)));
}

/**
 * Desired inputs of an adopted object: it keeps its name in VCC where the program gives none. A name that another stack
 * generated isn't kept, because it would go on proving that the object is the other's, who would take it back.
 */
export function keepingName<Inputs extends object>(desired: Inputs, name: string): Inputs {
  const { name: wanted, __generatedName: generated } = desired as Bag;
  if (typeof generated !== "string" || generated !== wanted) return desired;
  return looksGenerated(name, generated) ? desired : { ...desired, name };
}
