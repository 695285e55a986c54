import type { Contract } from "../../../schema/contract/contract";
import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import { toMs } from "../../../schema/time";
import { isRecord } from "../../values/records";
import type { Bag } from "./page";
import { bare, FIELD_RULES, type FieldRule } from "./field-rules";
import { atPath } from "../../values/at-path";

/** What objects tell of one field of the contract. */
export interface FieldSeen {
  readonly field: string;
  /** Where the contract has it. */
  readonly spelling: string;
  readonly isEssential: boolean;
  readonly verdict: "there" | "elsewhere" | "absent" | "otherType" | "otherIds" | "ambiguous" | "untold";
  readonly type: string;
  /** `elsewhere`: where it is. */
  readonly place?: string;
  /** `ambiguous`: where it may be. */
  readonly places?: readonly string[];
}

/** Objects from which a rule may tell an id or a name: of a single one, any text is unique. */
const ENOUGH_OBJECTS = 2;

/** Objects that each field is looked at in. */
const MOST_OBJECTS = 200;

/** An API's object has fewer: what has more is a map of somebody's data. Each is looked at for each field. */
export const MOST_PLACES = 200;

/** Ids of all objects of a kind, in lower case; undefined where they can't be told. */
export type IdsOf = (kind: ContractKindName) => ReadonlySet<string> | undefined;

/** What the objects tell of each field that the contract says is there, in its order. */
export function fieldsSeen(
  contract: Contract,
  kind: ContractKindName,
  all: readonly Bag[],
  idsOf: IdsOf,
): readonly FieldSeen[] {
  const objects = all.slice(0, MOST_OBJECTS);
  const facts = contractKindOf(kind);
  if (facts === undefined) return [];
  const known = [...facts.essential, ...facts.optional].flatMap((field) => {
    const spelling = contract.spellingOf(kind, field);
    return spelling === null ? [] : [{ field, spelling }];
  });
  const unknown = unknownPlaces(new Set(known.map(({ spelling }) => spelling)), objects);
  const first = known.map(({ field, spelling }) => ({
    field,
    spelling,
    isEssential: facts.essential.includes(field),
    ...judge({ kind, field, spelling, known, idsOf }, objects, unknown),
  }));
  return withoutSharedPlaces(first.map((one) => (movesWithItsBlock(one, first) ? asThere(one) : one)));
}

/** True for a part that is where the contract looks for it once its block is found. */
function movesWithItsBlock({ field, place }: FieldSeen, seen: readonly FieldSeen[]): boolean {
  const [parent = "", part] = field.split(".");
  const block = seen.find((one) => one.field === parent && one.verdict === "elsewhere");
  return part !== undefined && block?.place !== undefined && place === `${block.place}.${part}`;
}

function asThere({ place: _place, ...one }: FieldSeen): FieldSeen {
  return { ...one, verdict: "there" };
}

interface Wanted {
  readonly kind: ContractKindName;
  readonly field: string;
  readonly spelling: string;
  readonly known: readonly { readonly field: string; readonly spelling: string }[];
  readonly idsOf: IdsOf;
}

type Judged = Pick<FieldSeen, "verdict" | "type" | "place" | "places">;

function judge(wanted: Wanted, objects: readonly Bag[], unknown: readonly string[]): Judged {
  const { kind, field, spelling } = wanted;
  const rule = FIELD_RULES[kind][field];
  if (rule === undefined) return { verdict: "untold", type: "" };
  const values = objects.map((object) => atPath(object, spelling)).filter((value) => value !== undefined);
  const told = values.filter((value) => value !== null);
  const { named, signed } = candidates(wanted, rule, objects, unknown);
  const { type } = rule;
  if (values.length > 0) return { type, ...judgeValues(wanted, rule, told, named) };
  const isOpen = rule.mayBeUntold === true || isLeftOutWithBlock(wanted, objects);
  const isProven = (place: string) => isProof(wanted, rule, toldAt(objects, place));
  return {
    type,
    ...(judgeMissing({ named, signed, isProven }, hasOtherForms(objects, unknown)) ?? {
      verdict: isOpen ? "untold" : "absent",
    }),
  };
}

/** A field of which there are values where the contract has it. */
function judgeValues(
  wanted: Wanted,
  rule: FieldRule,
  told: readonly unknown[],
  named: readonly string[],
): Found {
  const { spelling } = wanted;
  if (refersToNone(wanted, rule, told))
    return named.length > 0 ? judgeUnfit(spelling, named) : { verdict: "otherIds" };
  const showsNone = rule.shows !== undefined && told.length > 0 && !told.some(rule.shows);
  if (showsNone && named.length > 0) return judgeUnfit(spelling, named);
  const isFit = told.every((value) => rule.fits(value)) && isTellingApart(rule, told);
  return isFit ? judgePresent(rule, spelling, told, named) : judgeUnfit(spelling, named);
}

type Found = Pick<FieldSeen, "verdict" | "place" | "places">;

/** A field whose values can't be its own. What is there under its name isn't given up for another by itself. */
function judgeUnfit(spelling: string, named: readonly string[]): Found {
  if (named.length === 0) return { verdict: "otherType" };
  return { verdict: "ambiguous", places: [spelling, ...named] };
}

/** A field that isn't where the contract has it. By a sign alone, nothing is told where another form may be meant. */
function judgeMissing(
  { named, signed, isProven }: Candidates & { readonly isProven: (place: string) => boolean },
  hasOthers: boolean,
): Found | undefined {
  const found = named.length > 0 ? named : signed;
  const [place] = found;
  if (place === undefined) return undefined;
  const isCertain = found.length === 1 && isProven(place) && (named.length > 0 || !hasOthers);
  return isCertain ? { verdict: "elsewhere", place } : { verdict: "ambiguous", places: found };
}

/** True where some unknown place holds a list or a map. */
function hasOtherForms(objects: readonly Bag[], unknown: readonly string[]): boolean {
  return unknown.some((place) => objects.some((object) => typeof (atPath(object, place) ?? "") === "object"));
}

/** A field where the contract looks for it. What is called alike and fits as well may be the one that is meant. */
function judgePresent(
  { sign, mayBeUntold }: FieldRule,
  spelling: string,
  told: readonly unknown[],
  named: readonly string[],
): Pick<FieldSeen, "verdict" | "places"> {
  const isTold = told.length > 0 || mayBeUntold === true;
  const isMixedUp = sign !== undefined && sign !== "time" && named.length > 0;
  if (isMixedUp) return { verdict: "ambiguous", places: [spelling, ...named] };
  return { verdict: isTold ? "there" : "untold" };
}

/** True for a part whose block no object has. */
function isLeftOutWithBlock({ field, spelling }: Wanted, objects: readonly Bag[]): boolean {
  if (!field.includes(".")) return false;
  const block = spelling.split(".").slice(0, -1).join(".");
  return block !== "" && !objects.some((object) => isRecord(atPath(object, block)));
}

/** True unless two objects share what no two of them can. */
function isTellingApart({ sign }: FieldRule, told: readonly unknown[]): boolean {
  if (sign === undefined || sign === "time") return true;
  if (told.includes("")) return false;
  if (sign === "name") return true;
  return new Set(told.map((value) => String(value).toLowerCase())).size === told.length;
}

function toldAt(objects: readonly Bag[], place: string): readonly unknown[] {
  return objects
    .map((object) => atPath(object, place))
    .filter((value) => value !== undefined && value !== null);
}

/** True where all ids of the other kind are known, and none of these values is one: they may be its names. */
function refersToNone({ idsOf }: Wanted, { refersTo }: FieldRule, told: readonly unknown[]): boolean {
  const ids = refersTo && idsOf(refersTo);
  const given = told.filter((value) => value !== "");
  return ids !== undefined && given.length > 0 && !given.some((value) => isIn(ids, value));
}

/** True where values show that a place is the field's, which its name alone doesn't. */
function isProof({ idsOf }: Wanted, { refersTo, shows }: FieldRule, told: readonly unknown[]): boolean {
  if (shows !== undefined && !told.some((value) => shows(value))) return false;
  if (refersTo === undefined) return true;
  const ids = idsOf(refersTo);
  return ids !== undefined && told.every((value) => isIn(ids, value));
}

function isIn(ids: ReadonlySet<string>, value: unknown): boolean {
  return ids.has(String(value).toLowerCase());
}

interface Candidates {
  readonly named: readonly string[];
  readonly signed: readonly string[];
}

/** Where the field may be instead: by its name, else by a sign that no other place has. */
function candidates(
  wanted: Wanted,
  rule: FieldRule,
  objects: readonly Bag[],
  unknown: readonly string[],
): Candidates {
  const { kind, field } = wanted;
  const [parent = "", part] = field.split(".");
  const facts = contractKindOf(kind);
  const isReadOnly = facts?.readOnly.includes(parent) === true;
  const isWrittenPart = part !== undefined && !isReadOnly;
  // What a block of another meaning holds may be anything; a signature has nothing but its HTML.
  const mayLieDeeper = (part !== undefined && isReadOnly) || kind === "emailSignature";
  const block = `${wanted.spelling.split(".").slice(0, -1).join(".")}.`;
  const possible = unknown.filter((place) => {
    if (isWrittenPart ? !place.startsWith(block) : place.includes(".") && !mayLieDeeper) return false;
    const told = toldAt(objects, place);
    return told.length > 0 && told.every((value) => rule.fits(value)) && isTellingApart(rule, told);
  });
  return {
    named: possible.filter((place) => isNamed(place, rule, part)),
    signed: possible.filter((place) => !place.includes(".") && hasSign(wanted, rule, objects, place)),
  };
}

/** A part that stands outside of a block is known by a name that tells what it is a part of. */
const TELLS_ITS_BLOCK = /signin|auth|connect/u;

function isNamed(place: string, { synonyms }: FieldRule, part: string | undefined): boolean {
  const name = bare(place.split(".").at(-1) ?? place);
  return synonyms.includes(name) && (part === undefined || place.includes(".") || TELLS_ITS_BLOCK.test(name));
}

function hasSign({ known }: Wanted, rule: FieldRule, objects: readonly Bag[], place: string): boolean {
  const values = objects.map((object) => atPath(object, place));
  const isInAll = values.every((value) => typeof value === "string" && value !== "");
  if (!isInAll || rule.sign === undefined || objects.length < ENOUGH_OBJECTS) return false;
  if (rule.sign !== "time") return rule.sign === "unique mailbox" || !values.every(isOfAnotherSign);
  const created = known.find(({ field }) => field === "createdAt")?.spelling;
  if (created === undefined || created === place) return true;
  return objects.every((object) => msAt(object, created) <= msAt(object, place));
}

/** A time or a mailbox is neither an id nor a name. */
function isOfAnotherSign(value: unknown): boolean {
  return typeof value === "string" && (toMs(value) !== undefined || value.includes("@"));
}

function msAt(object: Bag, place: string): number {
  const value = atPath(object, place);
  return typeof value === "string" ? (toMs(value) ?? 0) : 0;
}

/** A place that two fields could have belongs to neither of them for certain. */
function withoutSharedPlaces(seen: readonly FieldSeen[]): readonly FieldSeen[] {
  return seen.map((one) => {
    const { place, ...rest } = one;
    if (one.verdict !== "elsewhere" || place === undefined) return one;
    const isShared = seen.some(
      (other) => other !== one && (other.place === place || other.places?.includes(place) === true),
    );
    return isShared ? { ...rest, verdict: "ambiguous", places: [place] } : one;
  });
}

/** Places that no field of the contract has: at the top, and one level deeper in blocks. */
function unknownPlaces(known: ReadonlySet<string>, objects: readonly Bag[]): readonly string[] {
  const isBlock = (key: string) => [...known].some((place) => place.startsWith(`${key}.`));
  const found = objects.flatMap((object) =>
    Object.entries(object).flatMap(([key, value]) => {
      // What lies in a field that isn't a block is data: settings, data sources.
      const isData = known.has(key) && !isBlock(key);
      const parts = isRecord(value) && !isData ? Object.keys(value).map((part) => `${key}.${part}`) : [];
      return [...(isBlock(key) ? [] : [key]), ...parts].filter((place) => !known.has(place));
    }),
  );
  return [...new Set(found)].slice(0, MOST_PLACES);
}
