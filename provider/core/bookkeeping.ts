import { createHash, randomBytes } from "node:crypto";
import { looksGenerated } from "./generated-name";

/**
 * What is stored with an object besides its inputs and state. Pulumi hides keys with two underscores from people.
 * `__generatedName`: the name that check generated, so that it is kept and drift of it shows. `__made`: tells apart two
 * resources whose states name the same object. `__unread`: nothing of the object but its id is known.
 */
export interface Bookkeeping {
  readonly __generatedName?: string;
  readonly __made?: string;
  readonly __unread?: boolean;
}

const KEYS: readonly string[] = ["__generatedName", "__made", "__unread"];

const MADE_BYTES = 6;

type Bag = Readonly<Record<string, unknown>>;

/** Bookkeeping of a new object. */
export function newBookkeeping(inputs: Bag): Bookkeeping {
  return { ...generatedNameOf(inputs), __made: randomBytes(MADE_BYTES).toString("base64url") };
}

/** Bookkeeping of an imported object, by the resource's place in its program: the same in every export. */
export function importedBookkeeping(place: readonly string[]): Bookkeeping {
  const digest = createHash("sha256").update(JSON.stringify(place)).digest().subarray(0, MADE_BYTES);
  return { __made: digest.toString("base64url") };
}

/** Bookkeeping that goes on from what is stored; new inputs may have another generated name, or none. */
export function nextBookkeeping(stored: Bag, inputs: Bag = stored): Bookkeeping {
  return {
    ...generatedNameOf(inputs),
    ...(typeof stored["__made"] === "string" && { __made: stored["__made"] }),
  };
}

/** The part of it that is an input. */
export function generatedNameOf(bag: Bag): Pick<Bookkeeping, "__generatedName"> {
  return typeof bag["__generatedName"] === "string" ? { __generatedName: bag["__generatedName"] } : {};
}

/** The bag without bookkeeping. */
export function withoutBookkeeping(bag: Bag): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !KEYS.includes(key)));
}

/**
 * What is wanted of an adopted object: it keeps its name in VCC where the program gives none. One that another stack
 * generated it doesn't keep, as that would go on proving that the object is the other's.
 */
export function keepingName<Inputs extends object>(desired: Inputs, name: string): Inputs {
  const { name: wanted, __generatedName: generated } = desired as Bag;
  const isKept = generated !== undefined && generated === wanted && !looksGenerated(name);
  return isKept ? { ...desired, name } : desired;
}
