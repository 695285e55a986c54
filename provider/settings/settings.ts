import * as z from "zod";
import { REGIONS } from "../../schema/api";
import { rule, secretRule } from "../../schema/rule";
import { hostProblems } from "./secret-hosts";
import { parseSecretUrl } from "./secret-url";
import { environmentName, findSetting, type SettingSources } from "./setting-sources";
import { ConfigError } from "../errors";

const seconds = (most: number) => {
  const error = rule(`a number of seconds from 0 to ${most}`, "Leave it out for the default.");
  return z.coerce.number({ error }).min(0, { error }).max(most, { error });
};
const count = (least: number, most: number) => {
  const error = rule(`a whole number from ${least} to ${most}`, "Leave it out for the default.");
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const url = z.string().superRefine((value, context) => {
  const parsed = parseSecretUrl(value);
  if ("problem" in parsed) context.addIssue({ code: "custom", message: parsed.problem });
});

/** The provider's settings. Those without a default are required, unless their comment says when not. */
const Settings = z.object({
  /** Where the account lives; not needed when both base URLs are given. */
  region: z
    .enum(REGIONS, { error: rule(`one of ${REGIONS.join(", ")}`, "It is part of your VCC address.") })
    .optional(),
  /** Which family of host names the API is called under; both are in use. */
  hostFamily: z
    .enum(["vonage", "newvoicemedia"], { error: rule("vonage or newvoicemedia", "Leave it out for vonage.") })
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
  /** Overrides the API's address, for a simulator or a gateway. */
  apiBaseUrl: url.optional(),
  /** Overrides the address of the token endpoint: what precedes `/Auth/connect/token`. */
  authBaseUrl: url.optional(),
  /** Longest wait for one reply, in seconds. */
  requestTimeoutSeconds: seconds(600).default(30),
  /** Reads side by side. Writes go one at a time, as VCC asks. */
  concurrentReads: count(1, 64).default(8),
  /** Repeats of a call that failed for a passing reason; 0 for none. */
  maxRetries: count(0, 20).default(5),
  /** How long a GET may lag behind one's own write, in seconds. */
  visibilityWaitSeconds: seconds(300).default(30),
  /** Longest wait for one reply of an identity provider, in seconds. */
  probeTimeoutSeconds: seconds(600).default(15),
  /** Calls to identity providers side by side, over all mailboxes. */
  concurrentProbes: count(1, 256).default(16),
  /** Other addresses of identity providers, for private clouds, gateways and tests. */
  googleAuthorizationUrl: url.optional(),
  googleTokenUrl: url.optional(),
  gmailRootUrl: url.optional(),
  iamRootUrl: url.optional(),
  googleCertificatesUrl: url.optional(),
  microsoftAuthority: url.optional(),
  graphRootUrl: url.optional(),
  /** How long to wait for a person to sign in, in seconds; absent: 300 in a terminal, 0 elsewhere. */
  consentWaitSeconds: seconds(3600).optional(),
});
export type Settings = z.infer<typeof Settings>;

const KEYS = Object.keys(Settings.shape) as (keyof Settings)[];

/** All settings, or one `ConfigError` that lists everything missing or unusable and both ways to set each. */
export function readSettings(sources: SettingSources): Settings {
  const given = Object.fromEntries(KEYS.map((key) => [key, findSetting(key, sources)?.value]));
  const result = Settings.safeParse(given);
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
  if (result.success && problems.length === 0 && refused.length === 0) return result.data;
  const lines = problems.map(({ key, why }) => {
    const secret = key === "clientSecret" ? "--secret " : "";
    return `${key}: ${why} Set it with "pulumi config set ${secret}vcc:${key} …" or ${environmentName(key)}.`;
  });
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

/** One setting by itself, for what needs no account. Error: a `ConfigError` that names it. */
export function readSetting<Key extends keyof Settings>(key: Key, sources: SettingSources): Settings[Key] {
  const result = Settings.shape[key].safeParse(findSetting(key, sources)?.value);
  if (result.success) return result.data as Settings[Key];
  const [issue] = result.error.issues;
  throw new ConfigError("VCC_SETTING_INVALID", `vcc:${key} or ${environmentName(key)}: ${issue?.message}`);
}
