import * as z from "zod";
import { HOST_FAMILIES, REGIONS } from "../../schema/api";
import { rule, secretRule } from "../../schema/rule";
import { hostProblems, IDENTITY_ENDPOINTS, parseSecretUrl, VCC_ENDPOINTS } from "./secret-urls";
import { environmentName, findSetting, placesOf, type SettingSources } from "./setting-sources";
import { ConfigError } from "../errors";

/** Text that is no number stays as it is, for the error to show. */
const number = (schema: z.ZodNumber) =>
  z.preprocess((value) => (Number.isFinite(Number(value)) ? Number(value) : value), schema);
const seconds = (most: number) => {
  const error = rule(`a number of seconds from 0 to ${most}`, "Leave it out for the default.");
  return number(z.number({ error }).min(0, { error }).max(most, { error }));
};
const count = (least: number, most: number) => {
  const error = rule(`a whole number from ${least} to ${most}`, "Leave it out for the default.");
  return number(z.number({ error }).int({ error }).min(least, { error }).max(most, { error }));
};
const url = z.string().transform((value, context) => {
  const parsed = parseSecretUrl(value);
  if ("url" in parsed) return parsed.url;
  context.addIssue({ code: "custom", message: parsed.problem });
  return z.NEVER;
});
const urls = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, url.optional()])) as Record<Name, z.ZodOptional<typeof url>>;

/** Settings that bound waits and work; each has a default. */
const Limits = z.object({
  /** Longest wait for one reply, in seconds. */
  requestTimeoutSeconds: seconds(600).default(30),
  /** Reads side by side. Writes go one at a time, as VCC asks. */
  concurrentReads: count(1, 64).default(8),
  /** Repeats of a call that failed for a passing reason; 0 for none. */
  maxRetries: count(0, 20).default(5),
  /** Longest time that a GET may lag behind one's own write, in seconds. */
  visibilityWaitSeconds: seconds(300).default(30),
  /** Longest wait for one reply of an identity provider, in seconds. */
  probeTimeoutSeconds: seconds(600).default(15),
  /** Calls to identity providers side by side, over all mailboxes. */
  concurrentProbes: count(1, 256).default(16),
});

/** The limits of a run for which nobody sets any. */
export const DEFAULT_LIMITS = Limits.parse({});

const FAMILY_NAMES = Object.keys(HOST_FAMILIES) as (keyof typeof HOST_FAMILIES)[];
/** The provider's settings. Those without a default are required, unless their comment says when not. */
const GivenSettings = z.object({
  /** Region of the account; not needed when both base URLs are given. */
  region: z
    .enum(REGIONS, { error: rule(`one of ${REGIONS.join(", ")}`, "It is part of your VCC address.") })
    .optional(),
  /** Family of host names that the API is called under; both are in use. */
  hostFamily: z
    .enum(FAMILY_NAMES, { error: rule(FAMILY_NAMES.join(" or "), "Leave it out for vonage.") })
    .default("vonage"),
  /** Client credentials of the account, from VCC's API settings. */
  clientId: z
    .string({ error: rule("the client id of the VCC account", "Create one in VCC's API settings.") })
    .min(1),
  clientSecret: z
    .string({
      error: secretRule("the client secret of the VCC account", "Create one in VCC's API settings."),
    })
    .min(1),
  /** Addresses of the API, and of what precedes `/Auth/connect/token`, for a simulator or a gateway. */
  ...urls(VCC_ENDPOINTS),
  /** Contract profile: how the account's API differs from the built-in contract. Relative to the program's folder. */
  contractFile: z.string().optional(),
  /** Tells what of the account's replies the contract doesn't know, and stops where a write's reply doesn't fit it. */
  observe: z
    .enum(["true", "false"], { error: rule("true or false", "Leave it out for false.") })
    .transform((word) => word === "true")
    .default(false),
  ...Limits.shape,
  /** Other addresses of identity providers, for private clouds, gateways and tests. */
  ...urls(IDENTITY_ENDPOINTS),
  /** Longest wait for a person to sign in, in seconds; absent: 300 in a terminal, 0 elsewhere. */
  consentWaitSeconds: seconds(3600).optional(),
});
type GivenSettings = z.infer<typeof GivenSettings>;

/** The wait for a person to sign in, in seconds, where nobody sets one. */
export const DEFAULT_CONSENT_WAIT_SECONDS = { terminal: 300, elsewhere: 0 } as const;

/** Settings by which an account can be opened: both base URLs are known, each without a trailing slash. */
export type Settings = Omit<GivenSettings, "region" | "hostFamily" | "apiBaseUrl" | "authBaseUrl"> & BaseUrls;

/** Addresses of VCC's API and of what precedes `/Auth/connect/token`. */
export interface BaseUrls {
  readonly apiBaseUrl: string;
  readonly authBaseUrl: string;
}

const KEYS = Object.keys(GivenSettings.shape) as (keyof GivenSettings)[];

/** True for a name that a setting of the provider has. */
export function isSetting(name: string): boolean {
  return (KEYS as readonly string[]).includes(name);
}

/** All settings, or one `ConfigError` that lists everything missing or unusable and both ways to set each. */
export function readSettings(sources: SettingSources): Settings {
  const given = Object.fromEntries(KEYS.map((key) => [key, findSetting(key, sources)?.value]));
  const result = GivenSettings.safeParse(given);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => ({ key: String(issue.path[0]), why: issue.message }));
  const refused = hostProblems(sources);
  const needsRegion = given["region"] === undefined && !(given["apiBaseUrl"] && given["authBaseUrl"]);
  if (needsRegion)
    problems.push({
      key: "region",
      why: `one of ${REGIONS.join(", ")}, got nothing. It is part of your VCC address.`,
    });
  if (result.success && problems.length === 0 && refused.length === 0)
    return { ...result.data, ...baseUrls(result.data) };
  const lines = problems.map(
    ({ key, why }) => `${key}: ${why} Set it with ${placesOf(key, sources, key === "clientSecret")}.`,
  );
  const isMissing = problems.some(({ key }) => given[key] === undefined);
  throw new ConfigError(
    isMissing ? "VCC_SETTING_MISSING" : "VCC_SETTING_INVALID",
    "The vcc provider can't be used as it is configured:",
    {
      lines: [...lines, ...refused],
      // Whoever has set everything has an account.
      ...(isMissing && { hint: "To try it without an account, run npx pulumi-vcc simulate." }),
    },
  );
}

/** A missing region has been refused by now. Source: tokens come from one family alone, documented. */
function baseUrls({ region, hostFamily, apiBaseUrl, authBaseUrl }: GivenSettings): BaseUrls {
  return {
    apiBaseUrl: apiBaseUrl ?? `https://${String(region)}.api.${HOST_FAMILIES[hostFamily]}`,
    authBaseUrl: authBaseUrl ?? `https://${String(region)}.${HOST_FAMILIES.vonage}`,
  };
}

/** Reads one setting, for what needs no account. Error: a `ConfigError` that names it. */
export function readSetting<Key extends keyof GivenSettings>(
  key: Key,
  sources: SettingSources,
): GivenSettings[Key] {
  const result = GivenSettings.shape[key].safeParse(findSetting(key, sources)?.value);
  if (result.success) return result.data as GivenSettings[Key];
  const [issue] = result.error.issues;
  throw new ConfigError("VCC_SETTING_INVALID", `vcc:${key} or ${environmentName(key)}: ${issue?.message}`);
}
