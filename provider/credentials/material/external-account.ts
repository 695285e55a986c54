import { delimiter, isAbsolute, resolve } from "node:path";
import { toUrl } from "../../text/to-url";
import { isLoopback } from "../../text/is-loopback";
import { EXTERNAL_ACCOUNT_IDENTIFIERS } from "../../../schema/grant";
import { showContent } from "../../../schema/rule";
import { GOOGLE_IAM, GOOGLE_STS, howToAllowHost, readAllowedHosts } from "../../settings/secret-urls";
import { isBelowOne } from "../../files/real-path";
import { asObject } from "../../values/json-object";
import type { SecretSources } from "./references";

type Fields = Readonly<Record<string, unknown>>;

/** The fields of the format. Others are left out: Google's library would take many more, also in other spellings. */
const FIELDS = [
  ...Object.keys(EXTERNAL_ACCOUNT_IDENTIFIERS),
  ...["service_account_impersonation", "credential_source", "client_id", "client_secret"],
];
const SOURCE_FIELDS = [
  ...["file", "url", "headers", "format", "executable", "certificate"],
  ...["environment_id", "region_url", "regional_cred_verification_url", "imdsv2_session_token_url"],
];

/** Folders, separated as in `PATH`, that a workload's own token may be read from though the repository names them. */
const ALLOWED_FOLDERS = "VCC_ALLOWED_FOLDERS";
/** Folders that clusters mount the tokens of workloads in. */
const TOKEN_FOLDERS = ["/var/run/secrets", "/run/secrets"];
const METADATA_HOSTS = ["169.254.169.254", "[fd00:ec2::254]"];
const AZURE_IDENTITY = "/metadata/identity/";
const GITHUB = /^[a-z0-9.-]+\.actions\.githubusercontent\.com$/u;
const GITHUB_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
const EXECUTABLES = "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES";
const PUBLIC_UNIVERSE = "googleapis.com";
/** A region's own, or the older global one. */
const AWS_STS = /^sts(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/u;
const ANY_REGION = "us-east-1";

/** Picks the fields of the format from a configuration. */
export function knownFields(configuration: Fields): Fields {
  const known = pick(configuration, FIELDS);
  const source = asObject(known["credential_source"]);
  return source === undefined ? known : { ...known, credential_source: pick(source, SOURCE_FIELDS) };
}

/** Makes the path of the token's file absolute: Google's library would take it from the folder of the process. */
export function forLibrary(configuration: Fields, { folder }: SecretSources): Fields {
  const source = asObject(configuration["credential_source"]);
  const file = source?.["file"];
  if (typeof file !== "string") return configuration;
  return { ...configuration, credential_source: { ...source, file: resolve(folder, file) } };
}

/** A rule for a URL of the configuration. */
interface UrlRule {
  readonly field: string;
  readonly rule: string;
  readonly isOwn: (url: URL) => boolean;
}

/**
 * Finds what would make Google's library send tokens to somebody else, read a file that isn't the workload's, or run a
 * command. Google says that whoever takes a configuration from elsewhere has to check it.
 * Source: its documentation, "Security considerations" of external credentials; the hosts from its libraries.
 */
export function externalAccountProblems(configuration: Fields, sources: SecretSources): readonly string[] {
  const { environment } = sources;
  const source = asObject(configuration["credential_source"]) ?? {};
  return [
    ...TARGETS.flatMap((rule) => urlProblems(rule, configuration[rule.field], environment)),
    ...universeProblems(configuration["universe_domain"], environment),
    ...sourceUrlProblems(source, environment),
    ...fileProblems(source, sources),
    ...(source["executable"] === undefined || environment[EXECUTABLES] === "1"
      ? []
      : [
          `credential_source.executable: no command, as it would run on this machine. If you trust it, set ${EXECUTABLES}=1 in the environment, as Google's tools want it.`,
        ]),
  ];
}

const TARGETS: readonly UrlRule[] = [
  ...["token_url", "token_info_url"].map((field) => ({
    field,
    rule: "a host of Google's Security Token Service, such as sts.googleapis.com",
    isOwn: ({ protocol, host }: URL) => protocol === "https:" && GOOGLE_STS.test(host),
  })),
  {
    field: "service_account_impersonation_url",
    rule: "a host of Google's service for service accounts, such as iamcredentials.googleapis.com",
    isOwn: ({ protocol, host }) => protocol === "https:" && GOOGLE_IAM.test(host),
  },
];

function sourceUrlProblems(source: Fields, environment: SecretSources["environment"]): string[] {
  const metadata = (field: string): UrlRule => ({
    field,
    rule: `http://${METADATA_HOSTS.join(" or http://")}, where AWS describes the machine`,
    isOwn: ({ protocol, host }) => protocol === "http:" && METADATA_HOSTS.includes(host),
  });
  const rules: readonly UrlRule[] = [
    source["environment_id"] === undefined ? tokenUrlRule(environment) : metadata("url"),
    metadata("region_url"),
    metadata("imdsv2_session_token_url"),
    {
      field: "regional_cred_verification_url",
      rule: "a host of AWS's Security Token Service, such as sts.{region}.amazonaws.com",
      isOwn: ({ protocol, host }) => protocol === "https:" && AWS_STS.test(host),
    },
  ];
  return rules.flatMap((rule) => {
    const value = source[rule.field];
    const text = typeof value === "string" ? value.replaceAll("{region}", ANY_REGION) : value;
    return urlProblems({ ...rule, field: `credential_source.${rule.field}` }, text, environment);
  });
}

/** Rule for the URL that a workload gets its own token from: that of GitHub's runners or Azure's machines. */
function tokenUrlRule(environment: SecretSources["environment"]): UrlRule {
  const ofRun = environment[GITHUB_URL] ?? "";
  const runHost = toUrl(ofRun)?.host;
  return {
    field: "url",
    rule: `a host of GitHub Actions, or http://${METADATA_HOSTS[0]}${AZURE_IDENTITY}… of an Azure machine`,
    isOwn: ({ protocol, host, pathname }) =>
      protocol === "https:"
        ? GITHUB.test(host) || host === runHost
        : protocol === "http:" && host === METADATA_HOSTS[0] && pathname.startsWith(AZURE_IDENTITY),
  };
}

function urlProblems(
  { field, rule, isOwn }: UrlRule,
  value: unknown,
  environment: SecretSources["environment"],
): string[] {
  if (value === undefined) return [];
  const url = typeof value === "string" ? toUrl(value) : undefined;
  if (url === undefined) return [`${field}: ${rule}, got something that is no URL. Correct it.`];
  const shown = `${url.protocol}//${url.host}`;
  if (url.username !== "" || url.password !== "") {
    return [`${field}: a URL without user name and password, got one with them, for ${shown}. Correct it.`];
  }
  if (isOwn(url) || isHere(url)) return [];
  if (url.protocol !== "https:") {
    return [`${field}: ${rule}, got ${shown}. Use https, or http to this machine.`];
  }
  if (readAllowedHosts(environment).has(url.host)) return [];
  return [`${field}: ${rule}, got ${shown}. ${howToAllowHost(url.host)}`];
}

function isHere({ protocol, hostname }: URL): boolean {
  return /^https?:$/u.test(protocol) && isLoopback(hostname);
}

/** Checks the domain that the library makes URLs of where the configuration leaves them out. */
function universeProblems(value: unknown, environment: SecretSources["environment"]): string[] {
  if (value === undefined || value === PUBLIC_UNIVERSE) return [];
  if (typeof value !== "string") return [`universe_domain: ${PUBLIC_UNIVERSE}, got no text. Correct it.`];
  const host = `sts.${value}`;
  if (readAllowedHosts(environment).has(host)) return [];
  return [`universe_domain: ${PUBLIC_UNIVERSE}, got ${JSON.stringify(value)}. ${howToAllowHost(host)}`];
}

function fileProblems(source: Fields, { environment, folder }: SecretSources): string[] {
  const certificate = asObject(source["certificate"]) ?? {};
  const files = [
    ["file", source["file"]],
    ["certificate.certificate_config_location", certificate["certificate_config_location"]],
    ["certificate.trust_chain_path", certificate["trust_chain_path"]],
  ] as const;
  const allowed = (environment[ALLOWED_FOLDERS] ?? "").split(delimiter).filter(isAbsolute);
  return files.flatMap(([name, value]) => {
    if (value === undefined) return [];
    const field = `credential_source.${name}`;
    if (typeof value !== "string")
      return [`${field}: the path of a file as text, got ${showContent(value)}. Correct it.`];
    if (isBelowOne([folder, ...TOKEN_FOLDERS, ...allowed], resolve(folder, value))) return [];
    return [
      `${field}: a file below the program's folder, ${TOKEN_FOLDERS.join(" or ")}, as its content is sent, got ${JSON.stringify(value)}. ` +
        `If it is the workload's own token, set ${ALLOWED_FOLDERS} in the environment to its folder.`,
    ];
  });
}

/** The fields of these names. */
export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}
