import * as z from "zod";
import { obeyedPart } from "../provider/text/plain-text";
import { didYouMean } from "./nearest";

const LONGEST_SHOWN_VALUE = 80;
/** Mark of an issue about a limit, which a contract profile may say otherwise. */
export const OF_LIMIT = { isOfLimit: true } as const;

/** A value as an error message shows it: JSON, cut at 80 characters. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = typeof value === "symbol" ? "a value known only after apply" : JSON.stringify(value);
  return text.length > LONGEST_SHOWN_VALUE ? `${text.slice(0, LONGEST_SHOWN_VALUE)}…` : text;
}

function ruleShowing(show: (input: unknown) => string) {
  return (what: string, nextStep: string) =>
    ({ input }: { readonly input?: unknown }): string =>
      `${what}, got ${show(input)}. ${nextStep}`;
}

/**
 * The message of a broken rule: the rule with its unit, the value received, and what to do.
 * `rule("whole number from 1 to 10000", "Use 1 for the lowest.")` reads
 * `whole number from 1 to 10000, got 0. Use 1 for the lowest.`
 */
export const rule = ruleShowing(showValue);

/** Text that isn't empty, under one rule. */
export function someText(error: ReturnType<typeof rule>) {
  return z.string({ error }).min(1, { error });
}

/** Rules of a map: one for its keys, one for all else. */
export function mapRules(ofKeys: ReturnType<typeof rule>, ofMap: ReturnType<typeof rule>) {
  return (issue: { readonly code?: string | undefined; readonly input?: unknown }): string =>
    (issue.code === "invalid_key" ? ofKeys : ofMap)(issue);
}

/** Rule for content that may be long or confidential: its kind and size stand for it in the message. */
export const contentRule = ruleShowing(showContent);

/** Rule for a value that may be a secret: it never appears in the message. */
export const secretRule = ruleShowing((input) =>
  input === undefined ? "nothing" : "a value that is not shown, as it may be a secret",
);

/** A value that may be long or confidential, as a message shows it: its kind and size. */
export function showContent(value: unknown): string {
  if (typeof value === "string") return `text of ${countCharacters(value)} characters`;
  if (typeof value === "number" || typeof value === "boolean" || value === undefined) return showValue(value);
  return Array.isArray(value) ? `a list of ${value.length}` : value === null ? "null" : "a map";
}

/**
 * Text without what terminals and CI systems obey, such as control characters: VCC's copy of it is shown otherwise
 * (`foreign.ts`), so it would differ for ever.
 */
export function harmless(text: z.ZodType<string>) {
  return text.superRefine((value, context) => {
    const got = obeyedPart(value);
    if (got === undefined) return;
    context.addIssue({
      code: "custom",
      message: `text without control characters, turns of the reading direction and commands to CI systems, got ${got}. Remove it.`,
    });
  });
}

/** Harmless text of one line. */
export function harmlessLine(text: z.ZodType<string>) {
  return harmless(text).refine((value) => !/[\t\n\r]/u.test(value), {
    error: rule("text of one line, without tabs", "Write it on one line."),
  });
}

/** A field that holds people's own content: a message tells its size, and no more. */
export function content<Field extends z.ZodType>(field: Field): Field {
  return Object.assign(field, { isContent: true });
}

/** True for a marked field, also where it may be left out. */
export function isContent({ shape }: z.ZodObject, key: string): boolean {
  const field: unknown = shape[key];
  const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
  return inner instanceof z.ZodType && "isContent" in inner;
}

/** A list that means the same in any order. */
export function unordered<Field extends z.ZodType>(field: Field): Field {
  return Object.assign(field, { isUnordered: true });
}

/** A field that a program may leave out. Check completes it with this value, so that all that comes later has it. */
export function withDefault<Value extends z.ZodType>(value: Value, defaultsTo: z.infer<Value>) {
  return Object.assign(value.optional(), { defaultsTo });
}

interface Defaulting<Value> {
  readonly defaultsTo: Value;
}

/** Values of fields that a program leaves out. */
export type Defaults<Inputs extends z.ZodObject> = {
  readonly [
    Key in keyof Inputs["shape"] as Inputs["shape"][Key] extends Defaulting<unknown> ? Key : never
  ]: Inputs["shape"][Key] extends Defaulting<infer Value> ? Value : never;
};

export function defaultsOf<Inputs extends z.ZodObject>({ shape }: Inputs): Defaults<Inputs> {
  const known = defaultsOfShapes.get(shape);
  if (known !== undefined) return known as Defaults<Inputs>;
  const defaults = Object.fromEntries(
    Object.entries(shape).flatMap(([key, field]) =>
      "defaultsTo" in field ? [[key, (field as Defaulting<unknown>).defaultsTo]] : [],
    ),
  );
  defaultsOfShapes.set(shape, Object.freeze(defaults));
  return defaults as Defaults<Inputs>;
}

/** Defaults don't change, and are asked for each resource, and for each property of it. */
const defaultsOfShapes = new WeakMap<object, object>();

/** Inputs as check completes them. */
export type Completed<Inputs extends z.ZodObject> = z.infer<Inputs> & Defaults<Inputs>;

/** An object that names the nearest known property when it meets an unknown one. */
export function strictFields<Shape extends z.ZodRawShape>(
  shape: Shape,
  what: string,
  explainUnknown: (key: string) => string | undefined = () => undefined,
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys")
        return rule(what, `Its properties are ${known.join(", ")}.`)(issue);
      const keys = (issue as { keys: readonly string[] }).keys;
      return keys.map((key) => explainUnknown(key) ?? explainNearest(key, known)).join(" ");
    },
  });
}

function explainNearest(key: string, known: readonly string[]): string {
  return `unknown property "${key}".${didYouMean(key, known)} Known are ${known.join(", ")}.`;
}

/** Number of Unicode code points: what every length limit of the contract counts. */
export function countCharacters(text: string): number {
  return [...text].length;
}
