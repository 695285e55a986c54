import * as z from "zod";
import { APIS } from "../../../schema/api";
import { CONTRACT_KINDS, type ContractKind } from "../../../schema/contract/kinds";
import { ContractProfile } from "../../../schema/contract/profile";
import { isRecord } from "../../values/records";
import { allClaims } from "../check/check-contract";
import { WITHHELD } from "../check/disclosure";
import { bare, isOurName, WORD_SYNONYMS } from "../check/field-rules";
import type { Finding } from "../check/finding";
import { UNKNOWN_WORD } from "../check/judge-fields";
import type { Outcome } from "../check/outcome";
import type {
  ContractReport,
  KindReport,
  ReportedPart,
  ReportedSetting,
  Shape,
  TypeName,
} from "./contract-report";
import { isRange } from "./range";

/** A word that may be one of fixed words. ASCII alone: `bare` drops all else. */
export const WORD = /^[A-Za-z][A-Za-z_-]{0,39}$/u;

const REPORT_KEYS: Readonly<Record<keyof ContractReport, true>> = {
  schema: true,
  packageVersion: true,
  verdict: true,
  calls: true,
  isStopped: true,
  showsNames: true,
  profile: true,
  claims: true,
  parts: true,
  corrections: true,
  kinds: true,
};
const ROW_KEYS: Readonly<Record<keyof ReportedPart | keyof ReportedSetting, true>> = {
  claim: true,
  name: true,
  verdict: true,
  setting: true,
  value: true,
};
const KIND_KEYS: Readonly<Record<keyof KindReport, true>> = {
  outcomes: true,
  one: true,
  listKeys: true,
  objects: true,
  shape: true,
};
const SHAPE_KEYS: Readonly<Record<keyof Shape, true>> = {
  field: true,
  types: true,
  characters: true,
  digits: true,
  words: true,
  items: true,
  each: true,
  keys: true,
  below: true,
};
const OUTCOMES: Readonly<Record<Outcome, true>> = {
  read: true,
  otherForm: true,
  notFound: true,
  scope: true,
  forbidden: true,
  notProvisioned: true,
  version: true,
  noToken: true,
  unanswered: true,
  stopped: true,
};
const VERDICTS: Readonly<Record<Finding["verdict"], true>> = {
  confirmed: true,
  contradicted: true,
  cannotTell: true,
};
const TYPES: Readonly<Record<TypeName, true>> = {
  string: true,
  number: true,
  boolean: true,
  null: true,
  list: true,
  map: true,
};
const KINDS: readonly ContractKind[] = Object.values(CONTRACT_KINDS);
const FIELDS = KINDS.flatMap(({ essential, optional }) => [...essential, ...optional]);

/** Segments of the paths that are built in. */
const PATH_SEGMENTS =
  "channels email addresses profiles interactionplanmanager mappings useradmin interactionPlans signature authentication consent";

/** Keys of a profile, and its fixed texts. */
const PROFILE_WORDS = wordsOfSchema(z.toJSONSchema(ContractProfile, { io: "input" }));

function wordsOfSchema(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOfSchema);
  if (!isRecord(schema)) return [];
  const {
    properties = {},
    enum: texts = [],
    ...rest
  } = schema as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly enum?: readonly unknown[];
  };
  return [
    ...Object.keys(properties),
    ...texts.filter((text) => typeof text === "string"),
    ...Object.values({ ...properties, ...rest }).flatMap(wordsOfSchema),
  ];
}

/** Texts of a report that are this package's own. */
const OWN: ReadonlySet<string> = new Set([
  "pulumi-vcc/contract-report/v1",
  WITHHELD,
  UNKNOWN_WORD,
  ...[REPORT_KEYS, ROW_KEYS, KIND_KEYS, SHAPE_KEYS, OUTCOMES, VERDICTS, TYPES, APIS, CONTRACT_KINDS].flatMap(
    (keys) => Object.keys(keys),
  ),
  ...FIELDS.flatMap((field) => [field, hiddenField(field)]),
  ...KINDS.flatMap(({ words = {} }) => Object.values(words).flat()),
  ...PROFILE_WORDS,
  ...PATH_SEGMENTS.split(" "),
  ...["{id}", "{accountKey}"],
  ...allClaims(),
]);
const WORDS: ReadonlySet<string> = new Set(Object.values(WORD_SYNONYMS).flat());

/** Stands for the spelling of a field, where the spelling isn't told. */
export function hiddenField(field: string): string {
  return `{${field}}`;
}

/** True for another word for one of VCC's words. */
export function isOurWord(word: string): boolean {
  return WORD.test(word) && WORDS.has(bare(word));
}

/** True for a text of a report that is on the allow-list. */
export function isOurs(text: string): boolean {
  return OWN.has(text) || isOurName(text) || isOurWord(text) || isRange(text);
}
