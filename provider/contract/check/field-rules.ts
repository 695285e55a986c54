import { isFieldName } from "../../text/field-name";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { toMs } from "../../../schema/time";
import { isRecord } from "../../values/records";

/** What a check knows of a field's values, and of other names that APIs give to such a field. */
export interface FieldRule {
  /** Type in words. */
  readonly type: string;
  fits(value: unknown): boolean;
  /** Other spellings, in lower case without marks: an account's own is found among these. */
  readonly synonyms: readonly string[];
  /** True for a field that a reply may leave out, so that none with it tells nothing. */
  readonly mayBeUntold?: boolean;
  /** Kind of the objects whose ids it holds. At another place than the contract's, each value has to be one. */
  readonly refersTo?: ContractKindName;
  /** What values at another place than the contract's have to show, whatever it is called. */
  readonly shows?: (value: unknown) => boolean;
  /** What tells the field from all others, where no name does. */
  readonly sign?: "unique id" | "unique mailbox" | "unique name" | "name" | "time";
}

const isText = (value: unknown): boolean => typeof value === "string";
const isTime = (value: unknown): boolean => typeof value === "string" && toMs(value) !== undefined;
const isMailbox = (value: unknown): boolean => typeof value === "string" && /^[^@\s]+@[^@\s]+$/u.test(value);
const isId = (value: unknown): boolean => typeof value === "string" && /^[^\s@]{1,256}$/u.test(value);
const isPriority = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && /^\d+$/u.test(value));
const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number");
const isPair = (value: unknown): boolean =>
  isRecord(value) && isText(value["name"]) && isText(value["value"]);

/** The form that data sources have; undefined where it is none of the known ones, or can't be told. */
export function formOfDataSources(value: unknown): "list" | "map" | "object" | undefined {
  if (Array.isArray(value)) return value.every(isPair) && value.length > 0 ? "list" : undefined;
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  if (isPair(value) && Object.keys(value).length === 2) return "object";
  return Object.values(value).every(isText) ? "map" : undefined;
}

const text = (synonyms: string, more: Partial<FieldRule> = {}): FieldRule => ({
  type: "text",
  fits: isText,
  synonyms: synonyms.split(" "),
  ...more,
});
const id = (synonyms: string): FieldRule =>
  text(`${synonyms} id uuid guid`, { fits: isId, sign: "unique id" });
const name = (synonyms: string): FieldRule => text(`${synonyms} name displayname`, { sign: "unique name" });
const time = (synonyms: string): FieldRule => text(synonyms, { type: "a time", fits: isTime, sign: "time" });
const untold = (synonyms: string): FieldRule => text(synonyms, { mayBeUntold: true });

const CREATED = time("createdat created createddate creationdate datecreated createdon createdtime");
const UPDATED = time(
  "updatedat updated updateddate lastupdated dateupdated updatedon modified modifiedat modifieddate lastmodified lastmodifiedat modifiedon",
);
const DESCRIPTION = untold("description desc details notes comment");
const DATA_SOURCES: FieldRule = {
  type: "data sources",
  fits: (value) => Array.isArray(value) || isRecord(value),
  synonyms: ["datasources", "datasource", "interactiondata", "customdata"],
  mayBeUntold: true,
};
const block = (synonyms: string, more: Partial<FieldRule> = {}): FieldRule => ({
  type: "an object",
  fits: isRecord,
  synonyms: synonyms.split(" "),
  ...more,
});
const list = (synonyms: string, more: Partial<FieldRule> = {}): FieldRule => ({
  type: "a list of texts",
  fits: isListOfTexts,
  synonyms: synonyms.split(" "),
  ...more,
});
const reference = (refersTo: ContractKindName, synonyms: string, more: Partial<FieldRule> = {}): FieldRule =>
  text(synonyms, { type: "an id of another object", fits: isId, refersTo, ...more });

/** Each field of a contract's kinds, by its name there. */
export const FIELD_RULES: Readonly<Record<ContractKindName, Readonly<Record<string, FieldRule>>>> = {
  emailAddress: {
    id: id("addressid emailaddressid destinationid emailid"),
    emailAddress: text("emailaddress email address mailbox mailaddress mailboxaddress", {
      type: "an email address",
      fits: isMailbox,
      sign: "unique mailbox",
    }),
    name: name("addressname destinationname"),
    description: DESCRIPTION,
    serviceNameForReports: text(
      "servicenameforreports servicename reportingname reportname servicenameforreporting reportingservicename",
    ),
    dataSources: DATA_SOURCES,
    profileId: reference("emailProfile", "profileid profile emailprofileid", { mayBeUntold: true }),
    authentication: block("authentication signin auth connection"),
    "authentication.provider": untold("provider identityprovider"),
    "authentication.method": untold("method authenticationmethod signinmethod"),
    "authentication.status": text(
      "status state signinstatus authenticationstatus authstatus connectionstatus",
    ),
    "authentication.reason": untold("reason statusreason message"),
    "authentication.authenticatedAt": text(
      "authenticatedat lastauthenticatedat signedinat lastsignedinat lastsignin connectedat",
      { type: "a time", fits: isTime, mayBeUntold: true },
    ),
    "authentication.expiresAt": text("expiresat expires expiry expirydate expirationdate validuntil", {
      type: "a time",
      fits: isTime,
      mayBeUntold: true,
    }),
    "authentication.fingerprint": untold("fingerprint thumbprint"),
    createdAt: CREATED,
    updatedAt: UPDATED,
  },
  emailSignature: {
    html: text("html body content signature signaturehtml bodyhtml htmlbody text"),
    updatedAt: UPDATED,
  },
  emailProfile: {
    id: id("profileid emailprofileid"),
    name: name("profilename"),
    description: DESCRIPTION,
    settings: block("settings configuration config options preferences", { mayBeUntold: true }),
    createdAt: CREATED,
    updatedAt: UPDATED,
  },
  interactionPlanMapping: {
    mappingId: id("mappingid"),
    mappingName: name("mappingname"),
    toAddresses: list("toaddresses toaddress to addresses destinations", {
      shows: (value) => Array.isArray(value) && value.some(isMailbox),
    }),
    interactionPlanId: reference("interactionPlan", "interactionplanid planid interactionplan plan"),
    mappingDescription: untold("mappingdescription description desc"),
    dataSources: DATA_SOURCES,
    priority: { type: "a number", fits: isPriority, synonyms: ["priority", "rank", "weight"] },
    testing: block("testing test testmode", { mayBeUntold: true }),
    "testing.interactionPlanId": reference("interactionPlan", "interactionplanid planid testplanid plan", {
      mayBeUntold: true,
    }),
    "testing.fromAddresses": list("fromaddresses from senders fromaddress", { mayBeUntold: true }),
    updatedAt: UPDATED,
  },
  interactionPlan: {
    interactionPlanId: id("interactionplanid planid"),
    // Two plans may have one name.
    interactionPlanName: text("interactionplanname planname name displayname", { sign: "name" }),
  },
};

/** Names that APIs give to such fields, in lower case without marks: nobody's data. */
const FIELD_NAMES: ReadonlySet<string> = new Set([
  ...Object.values(FIELD_RULES).flatMap((rules) =>
    Object.entries(rules).flatMap(([field, { synonyms }]) => [...field.split(".").map(bare), ...synonyms]),
  ),
  ..."items data results records entries list content values plans interactionplans".split(" "),
  ..."addresses emailaddresses mailboxes profiles emailprofiles mappings interactionplanmappings".split(" "),
]);

/** Other words for VCC's words, in lower case without marks. */
export const WORD_SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  Active: ["active", "connected", "authenticated", "signedin", "authorized", "authorised"],
  Expired: ["expired", "disconnected", "unauthenticated", "signedout", "lapsed"],
  Pending: ["pending", "notconnected", "notauthenticated", "awaitingauthentication", "new"],
  destinationName: ["destinationname", "destination"],
  interactionPlanName: ["interactionplanname", "interactionplan", "planname"],
  reportingGroup: ["reportinggroup", "group"],
};

/** True for a name that APIs give to such fields: nobody's data. */
export function isOurName(name: string): boolean {
  return isFieldName(name) && FIELD_NAMES.has(bare(name));
}

/** A spelling in which names are compared: lower case, without marks. */
export function bare(spelling: string): string {
  return spelling.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}
