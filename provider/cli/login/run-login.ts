import { type RefreshTokenCredential, schemaOf } from "../../../schema/credential/credential";
import { parseReference } from "../../../schema/credential/secret-reference";
import { resolve } from "node:path";
import { describeOtherHosts, hostProblems, IDENTITY_ENDPOINTS } from "../../settings/secret-urls";
import type { SettingSources } from "../../settings/setting-sources";
import { type IdentityEndpoints, identityEndpoints } from "../../credentials/endpoints";
import { isPipeline } from "../../settings/ci";
import { withCircuitBreaker } from "../../credentials/probe/client-options";
import { requireSecret, type SecretSources } from "../../credentials/material/references";
import { renderProblem } from "../../fleet/problem";
import { readStackConfig } from "../../fleet/stack-config";
import { ConfigError } from "../../errors";
import { readSetting } from "../../settings/settings";
import { findProject } from "../pulumi/project";
import { type PulumiCommand, pulumiCommand } from "../pulumi/pulumi-command";
import type { LoginDeps } from "./login-deps";
import { LoginError, toLoginError } from "./login-error";
import { knownCredential, type LoginOptions } from "./options";
import { planLogin } from "./plan";
import { acquireToken, type VerifiedToken, verifyToken } from "./acquire-token";
import { type TokenStore, tokenStore } from "./token-store";

/**
 * Signs a person in, checks whose mailbox it is, and stores the refresh token.
 * Error: a `LoginError` or a `ConfigError`; then nothing is stored.
 */
export async function runLogin(address: string, options: LoginOptions, deps: LoginDeps): Promise<void> {
  const { environment, now, fetch, hasBrowser, tell } = deps;
  const { stack } = options;
  refusePipelines(environment);
  const cwd = resolve(options.cwd ?? ".");
  const folder = findProject(cwd)?.folder ?? cwd;
  const pulumi = pulumiCommand({ folder: cwd, environment, stack });
  const known = await knownCredential(address, options, pulumi);
  const settings = settingsOf(cwd, stack, environment);
  const endpoints = endpointsOf(settings);
  const requestTimeoutMs = readSetting("probeTimeoutSeconds", settings) * 1_000;
  const store = tokenStore(options, known, folder, pulumi);
  const plan = planLogin(address, options, known, { endpoints, reference: store.reference, hasBrowser });
  await store.prepare();

  const { provider, clientId, clientSecret } = plan.credential;
  const decrypted = await decrypt(clientSecret, pulumi);
  const sources: SecretSources = { folder, environment, config: () => decrypted };
  const secret =
    clientSecret && requireSecret(sources, clientSecret, `The client secret of the app ${clientId}`);
  const vendor = withCircuitBreaker({ endpoints, requestTimeoutMs, now, fetch });
  for (const line of describeOtherHosts(settings)) tell(line);
  const outcome = await acquireToken(plan, secret, options, vendor, deps);
  if (!outcome.ok)
    throw toLoginError(outcome.failure, provider, { mailbox: address, app: clientId, byPerson: true });
  const verified = await verifyToken(plan, outcome.value, sources, vendor);
  await store.put(verified.refreshToken);
  for (const line of renderStored(verified, store)) tell(line);
  deps.print(renderCredential(verified.credential));
}

/** A pipeline would wait for somebody who isn't there. */
export function refusePipelines(environment: LoginDeps["environment"]): void {
  if (!isPipeline(environment)) return;
  throw new LoginError(
    "unusable",
    "A person has to sign in, and this is a pipeline (CI is set).",
    "Run the command on your own machine.",
  );
}

/** As the provider finds them, but for what is encrypted in the stack's files. */
function settingsOf(
  folder: string,
  stack: string | undefined,
  environment: LoginDeps["environment"],
): SettingSources {
  const stored = readStackConfig([folder], stack);
  if ("problems" in stored) {
    const lines = stored.problems.map(renderProblem);
    const hint = "Correct that file; nothing was sent.";
    throw new LoginError("unusable", "The stack's configuration can't be read:", hint, lines);
  }
  const config = (key: string): string | undefined => {
    const found = stored.lookUp(key);
    return found !== undefined && "value" in found ? found.value : undefined;
  };
  return { config, environment };
}

/** Error: a `ConfigError` for one that is unusable, or that nobody in the environment has agreed to. */
function endpointsOf(settings: SettingSources): IdentityEndpoints {
  const refused = hostProblems(settings);
  if (refused.length > 0) {
    throw new ConfigError("VCC_SETTING_INVALID", "Nobody can sign in as it is configured:", {
      lines: refused,
    });
  }
  return identityEndpoints(
    Object.fromEntries(IDENTITY_ENDPOINTS.map((name) => [name, readSetting(name, settings)])),
  );
}

/** A secret of the stack's configuration, which only the engine can decrypt; undefined where it is elsewhere. */
async function decrypt(reference: string | undefined, pulumi: PulumiCommand): Promise<string | undefined> {
  const place = parseReference(reference ?? "");
  return place?.kind === "config" ? pulumi(["config", "get", place.name]) : undefined;
}

/** The credential as a program writes it. Holds references, no secret. */
function renderCredential(credential: RefreshTokenCredential): string {
  const fields: Readonly<Record<string, unknown>> = credential;
  const names = new Set(["provider", "method", ...Object.keys(schemaOf(credential)?.shape ?? {})]);
  const lines = [...names].flatMap((field) =>
    fields[field] === undefined ? [] : [`  ${field}: ${JSON.stringify(fields[field])},`],
  );
  return ["credential: {", ...lines, "},"].join("\n");
}

/** Lines for the person once the token is stored. */
function renderStored(
  { mailbox, expiresAt, isKeptAliveByUse }: VerifiedToken,
  { place, reference }: TokenStore,
): readonly string[] {
  const end = isKeptAliveByUse
    ? `It stays good as long as it is used; without any use it ends at ${expiresAt}.`
    : `It is good until ${expiresAt}; sign in again before that.`;
  const care = parseReference(reference)?.kind === "file" ? [`Keep that file out of version control.`] : [];
  return [
    `Signed in to ${mailbox}. The refresh token is in ${place}.`,
    ...(expiresAt === undefined ? [] : [end]),
    ...care,
    "Write this in the program, then run pulumi up:",
  ];
}
