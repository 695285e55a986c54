import type { Contract } from "../../../schema/contract/contract";
import { type ContractKindName, contractKindOf } from "../../../schema/contract/kinds";
import { own } from "../../values/own";
import { bare, FIELD_RULES, formOfDataSources, WORD_SYNONYMS } from "./field-rules";
import { type FieldSeen, fieldsSeen } from "./fields";
import type { Disclosure } from "./disclosure";
import { confirmed, type Finding, listOf, type Part, unread, untold, worstOf } from "./finding";
import { atPath } from "../../values/at-path";
import type { Bag } from "./page";
import type { Survey } from "./survey";

interface Fields {
  readonly kind: ContractKindName;
  /** True for the fields that the claim is about. */
  readonly of: (field: string) => boolean;
}

function objectsOf(survey: Survey, kind: ContractKindName) {
  return kind === "emailSignature" ? survey.signatures.objects : (listOf(survey, kind)?.objects ?? []);
}

/** Ids of a kind, as far as its list was read to its end, and where they are is certain. */
function idsOf(survey: Survey, contract: Contract, kind: ContractKindName): ReadonlySet<string> | undefined {
  const list = listOf(survey, kind);
  if (list?.isWhole !== true || list.objects.length === 0) return undefined;
  const [idKey = ""] = contractKindOf(kind)?.essential ?? [];
  const seen = fieldsSeen(contract, kind, list.objects, () => undefined).find(({ field }) => field === idKey);
  if (seen?.verdict !== "there" && seen?.verdict !== "elsewhere") return undefined;
  const { place = seen.spelling } = seen;
  return new Set(list.objects.map((object) => String(atPath(object, place)).toLowerCase()));
}

/** Each field by itself; the worst counts. */
export function judgeFields(
  survey: Survey,
  contract: Contract,
  disclosure: Disclosure,
  { kind, of }: Fields,
): Finding {
  const objects = objectsOf(survey, kind);
  const list = listOf(survey, kind);
  if (objects.length === 0)
    return kind === "emailSignature" || list?.outcome === "read"
      ? untold("there is none to look at")
      : unread(list);
  const parts = [
    ...presentParts(contract, kind, objects, of),
    ...fieldsSeen(contract, kind, objects, (other) => idsOf(survey, contract, other))
      .filter(({ field }) => of(field))
      .map((seen) => toPart(kind, seen, disclosure)),
  ];
  if (parts.length === 0) return confirmed("the contract says that there is no such field");
  return { verdict: worstOf(parts), parts: parts.filter((part) => part.verdict !== "confirmed") };
}

/** Fields that the contract says aren't there, and objects have. */
function presentParts(
  contract: Contract,
  kind: ContractKindName,
  objects: readonly Bag[],
  of: (field: string) => boolean,
): readonly Part[] {
  const { optional = [] } = contractKindOf(kind) ?? {};
  const taken = new Set(contract.respelledFields(kind).map(({ spelling }) => spelling));
  const isThere = (field: string) =>
    objects.some((object) => FIELD_RULES[kind][field]?.fits(atPath(object, field)) === true);
  const isBlockThere = (field: string) =>
    !field.includes(".") || !contract.lacksField(kind, field.split(".", 1)[0] ?? field);
  return optional
    .filter((field) => contract.lacksField(kind, field) && isBlockThere(field))
    .filter((field) => of(field) && !taken.has(field) && isThere(field))
    .map((name) => ({
      name,
      verdict: "contradicted",
      seen: "it is there, and the contract says that it isn't",
      next: `Leave kinds.${kind}.fields.${name} out.`,
    }));
}

function elsewhere(
  name: string,
  { place = "" }: FieldSeen,
  path: readonly string[],
  disclosure: Disclosure,
): Part {
  if (disclosure.isShown(place))
    return { name, verdict: "contradicted", seen: `"${place}"`, corrections: [{ path, value: place }] };
  return {
    name,
    verdict: "contradicted",
    seen: "one field, whose name may be somebody's data",
    next: `Look at it with --show-names, and write it as ${path.join(".")}.`,
  };
}

function toPart(kind: ContractKindName, seen: FieldSeen, disclosure: Disclosure): Part {
  const { field: name, type, isEssential } = seen;
  const path = ["kinds", kind, "fields", name];
  const write = `write it as ${path.join(".")}`;
  switch (seen.verdict) {
    case "there":
      return { name, verdict: "confirmed" };
    case "untold":
      return {
        name,
        verdict: "cannotTell",
        seen: "no object that was read has it",
        next: `Fill it in one of them in VCC's screens; where they don't have it, ${write}: null.`,
      };
    case "otherIds":
      return {
        name,
        verdict: "cannotTell",
        seen: "no value is the id of an object that was read",
        next: `Look, and ${write}.`,
      };
    case "elsewhere":
      return elsewhere(name, seen, path, disclosure);
    case "ambiguous":
      return {
        name,
        verdict: "cannotTell",
        seen: `ambiguous: ${disclosure.choices(seen.places ?? [])}`,
        next: `Choose, and ${write}.`,
      };
    case "otherType":
      return {
        name,
        verdict: "contradicted",
        seen: `something else than ${type}`,
        next: `Find it, and ${write}.`,
      };
    case "absent":
      return isEssential
        ? { name, verdict: "contradicted", seen: "not there", next: `Find it, and ${write}.` }
        : { name, verdict: "contradicted", seen: "not there", corrections: [{ path, value: null }] };
  }
}

/** The form of data sources, where some object has any. */
export function judgeDataSources(survey: Survey, contract: Contract, kind: ContractKindName): Finding {
  const spelling = contract.spellingOf(kind, "dataSources");
  if (spelling === null) return confirmed("the contract says that there are none");
  const list = listOf(survey, kind);
  const given = contract.dataSources(kind);
  const forms = new Set(
    (list?.objects ?? []).flatMap((object) => formOfDataSources(atPath(object, spelling)) ?? []),
  );
  const [form, another] = forms;
  if (form === undefined) return list?.outcome === "read" ? untold("no object has any") : unread(list);
  if (another !== undefined)
    return untold("ambiguous: several forms", `Write one as kinds.${kind}.dataSources.`);
  if (form === given) return confirmed();
  return {
    verdict: "contradicted",
    seen: `a ${form}`,
    corrections: [{ path: ["kinds", kind, "dataSources"], value: form }],
  };
}

/** A field with more words than these isn't one of words. */
const MOST_WORDS = 6;

type WordField = "authentication.status" | "serviceNameForReports";

/** The words of a field of addresses. */
export function judgeWords(survey: Survey, contract: Contract, field: WordField): Finding {
  const kind = "emailAddress";
  const spelling = contract.spellingOf(kind, field);
  if (spelling === null) return confirmed("the contract says that there is no such field");
  const list = listOf(survey, kind);
  const seen = new Set(
    (list?.objects ?? [])
      .map((object) => atPath(object, spelling))
      .filter((word) => typeof word === "string"),
  );
  if (seen.size > MOST_WORDS) return untold("more words than such a field has: it may be another one");
  if (seen.size === 0) return list?.outcome === "read" ? untold("no address tells it") : unread(list);
  const parts = wordParts(contract, field, seen);
  if (parts.length === 0) return confirmed();
  return { verdict: worstOf(parts), parts };
}

/** The words that were seen and aren't those of the contract. */
function wordParts(contract: Contract, field: WordField, seen: ReadonlySet<string>): readonly Part[] {
  const kind = "emailAddress";
  const ours: readonly string[] = contractKindOf(kind)?.words?.[field] ?? [];
  const spelled = contract.respelledWords(kind)[field] ?? {};
  const known = new Map(ours.map((word) => [own(spelled, word) ?? word, word]));
  const free = [...known].filter(([spelling]) => !seen.has(spelling)).map(([, word]) => word);
  const parts = [...seen].filter((word) => !known.has(word)).map((word) => wordPart(field, word, free));
  // Of two that may mean one word, nobody knows which does.
  const isMetTwice = ({ name }: Part) => parts.filter((other) => other.name === name).length > 1;
  return parts.map((part) => (isMetTwice(part) ? unknownWord(field, free) : part));
}

function wordPart(field: WordField, word: string, free: readonly string[]): Part {
  const meant = /^[A-Za-z][\w -]{0,40}$/u.test(word)
    ? free.filter((own) => WORD_SYNONYMS[own]?.includes(bare(word)) === true)
    : [];
  const [only] = meant;
  if (only === undefined || meant.length > 1) return unknownWord(field, free);
  return {
    name: only,
    verdict: "contradicted",
    seen: `"${word}"`,
    corrections: [{ path: ["kinds", "emailAddress", "words", field, only], value: word }],
  };
}

export const UNKNOWN_WORD = "a word that isn't known";

/** The word isn't told: it may be anything. */
function unknownWord(field: WordField, free: readonly string[]): Part {
  return {
    name: UNKNOWN_WORD,
    verdict: "cannotTell",
    next: `Look at it in a reply, and say which of ${free.join(", ") || "its words"} it is, in kinds.emailAddress.words.${field}.`,
  };
}
