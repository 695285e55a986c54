import { SERVICE_NAMES_FOR_REPORTS, SIGN_IN_STATUS } from "../email-address";
import { countCharacters } from "../rule";
import {
  MAX_DESCRIPTION_CHARACTERS,
  MAX_NAME_CHARACTERS,
  MAX_PRIORITY,
  MAX_SIGNATURE_BYTES,
} from "../limits";

/** What a contract profile may say of a kind of object. */
export interface ContractKind {
  /** Fields without which nothing can be managed safely: how an object is told from others, and whose mail it is. */
  readonly essential: readonly string[];
  /** The other fields, as dotted paths. */
  readonly optional: readonly string[];
  /** Fields that VCC alone sets, with all below them. */
  readonly readOnly: readonly string[];
  /** Fields of fixed words, with these words. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  readonly hasDataSources?: boolean;
  /** The most that a field takes. */
  readonly limits?: Readonly<Record<string, Limit>>;
  /** Calls that an API may lack. */
  readonly calls: readonly ContractCall[];
  /** Calls that may be at another path. */
  readonly paths?: readonly ContractCall[];
  /** How its writes work, where safety rests on it and only a trial can tell. */
  readonly semantics?: readonly Semantic[];
  /** True for an object whose changes are a call of their own, `PATCH` or `PUT`. */
  readonly isUpdated?: boolean;
  /** True for a kind that an API may lack as a whole. */
  readonly mayLack?: boolean;
  /** True for what is below another object, so that its path holds `{id}`, and no list shows it. */
  readonly isPart?: boolean;
}

/** The most that a field takes: characters (Unicode code points) or bytes (UTF-8) of a text, or a number itself. */
export interface Limit {
  readonly unit: "characters" | "bytes" | "number";
  readonly most: number;
  /** The smallest `most` that a profile may say: with less, generated names, and those of a trial, wouldn't fit. Default: 1. */
  readonly least?: number;
}

/** Size of a value as its limit counts it; undefined for one of another type. */
export function sizeIn(unit: Limit["unit"], value: unknown): number | undefined {
  if (unit === "number") return typeof value === "number" ? value : undefined;
  if (typeof value !== "string") return undefined;
  return unit === "bytes" ? new TextEncoder().encode(value).length : countCharacters(value);
}

const NAME_LIMIT: Limit = { unit: "characters", most: MAX_NAME_CHARACTERS, least: 20 };
const DESCRIPTION_LIMIT: Limit = { unit: "characters", most: MAX_DESCRIPTION_CHARACTERS };

/**
 * `patchKeeps`: a PATCH keeps what it leaves out; `nullClears`: null takes a reference or a block away; `refusesMapped`:
 * VCC doesn't delete a mapped address.
 */
export type Semantic = "patchKeeps" | "nullClears" | "refusesMapped";

/** `read`: of one object by its id; `signIn`: by a grant; `consent`: a link for a person to sign in with. */
export type ContractCall = "read" | "signIn" | "consent";

/** The kinds of a contract profile, by their names there. */
export const CONTRACT_KINDS = {
  emailAddress: {
    essential: ["id", "emailAddress", "name"],
    optional: [
      "description",
      "serviceNameForReports",
      "dataSources",
      "profileId",
      "authentication",
      ...["provider", "method", "status", "reason", "authenticatedAt", "expiresAt", "fingerprint"].map(
        (field) => `authentication.${field}`,
      ),
      "createdAt",
      "updatedAt",
    ],
    readOnly: ["id", "authentication", "createdAt", "updatedAt"],
    words: {
      serviceNameForReports: SERVICE_NAMES_FOR_REPORTS,
      "authentication.status": Object.values(SIGN_IN_STATUS),
    },
    hasDataSources: true,
    limits: { name: NAME_LIMIT, description: DESCRIPTION_LIMIT },
    calls: ["read", "signIn", "consent"],
    paths: ["signIn", "consent"],
    semantics: ["patchKeeps", "nullClears", "refusesMapped"],
    isUpdated: true,
  },
  emailSignature: {
    essential: ["html"],
    optional: ["updatedAt"],
    readOnly: ["updatedAt"],
    limits: { html: { unit: "bytes", most: MAX_SIGNATURE_BYTES } },
    calls: [],
    mayLack: true,
    isPart: true,
  },
  emailProfile: {
    essential: ["id", "name"],
    optional: ["description", "settings", "createdAt", "updatedAt"],
    readOnly: ["id", "createdAt", "updatedAt"],
    limits: { name: NAME_LIMIT, description: DESCRIPTION_LIMIT },
    calls: ["read"],
    semantics: ["patchKeeps"],
    isUpdated: true,
    mayLack: true,
  },
  interactionPlanMapping: {
    essential: ["mappingId", "mappingName", "toAddresses", "interactionPlanId"],
    optional: [
      "mappingDescription",
      "dataSources",
      "priority",
      "testing",
      "testing.interactionPlanId",
      "testing.fromAddresses",
      "updatedAt",
    ],
    readOnly: ["mappingId", "updatedAt"],
    hasDataSources: true,
    limits: {
      mappingName: NAME_LIMIT,
      mappingDescription: DESCRIPTION_LIMIT,
      priority: { unit: "number", most: MAX_PRIORITY, least: 2 },
    },
    calls: ["read"],
    semantics: ["patchKeeps", "nullClears"],
    isUpdated: true,
    mayLack: true,
  },
  interactionPlan: {
    essential: ["interactionPlanId", "interactionPlanName"],
    optional: [],
    readOnly: ["interactionPlanId", "interactionPlanName"],
    calls: [],
  },
} as const satisfies Readonly<Record<string, ContractKind>>;
export type ContractKindName = keyof typeof CONTRACT_KINDS;

/** The facts of a kind; undefined for one that is no part of the package. */
export function contractKindOf(kind: string): ContractKind | undefined {
  return Object.hasOwn(CONTRACT_KINDS, kind) ? CONTRACT_KINDS[kind as ContractKindName] : undefined;
}
