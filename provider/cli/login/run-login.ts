import { resolve } from "node:path";
import { describeOtherHosts, hostProblems } from "../../settings/secret-hosts";
import { findSetting, type SettingSources } from "../../settings/setting-sources";
import { endpointOverrides, type IdentityEndpoints, identityEndpoints } from "../../credentials/endpoints";
import { isPipeline } from "../../settings/ci";
import { graphResourceOf } from "../../credentials/microsoft";
import { Outages } from "../../credentials/outages";
import { requireSecret, type SecretSources } from "../../credentials/references";
import type { VendorOptions } from "../../credentials/vendor";
import { renderProblem } from "../../fleet/problem";
import { readStackConfig } from "../../fleet/stack-config";
import { ConfigError } from "../../errors";
import { readSetting } from "../../settings/settings";
import { findProject } from "../doctor/project";
import { type PulumiCommand, pulumiCommand } from "../doctor/pulumi-command";
import { LoginError } from "./login-error";
import { completeOptions } from "./known-options";
import type { LoginOptions } from "./options";
import { planLogin } from "./plan";
import { toLoginError } from "./refusal";
import { renderCredential, renderStored } from "./render-login";
import { signIn } from "./sign-in";
import type { LoginSurroundings } from "./surroundings";
import { tokenStore } from "./token-store";
import { verify } from "./verify";

/**
 * Signs a person in, checks whose mailbox it is, and stores the refresh token.
 * Error: a `LoginError` or a `ConfigError`; then nothing is stored.
 */
export async function runLogin(
  address: string,
  given: LoginOptions,
  surroundings: LoginSurroundings,
): Promise<void> {
  const { environment, now, fetch } = surroundings;
  refusePipelines(environment);
  const cwd = resolve(given.cwd ?? ".");
  const folder = findProject(cwd)?.folder ?? cwd;
  const pulumi = pulumiCommand({ folder: cwd, environment });
  const options = await completeOptions(address, given, folder, pulumi);
  const settings = settingsOf(cwd, options.stack, environment);
  const endpoints = endpointsOf(settings);
  const requestTimeoutMs = readSetting("probeTimeoutSeconds", settings) * 1_000;
  const store = tokenStore(options, folder, pulumi);
  const plan = planLogin(address, options, { endpoints, store, hasBrowser: surroundings.hasBrowser });
  await store.prepare();

  const { provider, clientId, clientSecret } = plan.credential;
  const sources = await sourcesFor(clientSecret, { folder, environment, stack: options.stack }, pulumi);
  const secret =
    clientSecret === undefined
      ? undefined
      : requireSecret(sources, clientSecret, `The client secret of the app ${clientId}`).trim();
  const vendor: VendorOptions = {
    endpoints,
    requestTimeoutMs,
    now,
    outages: new Outages(now),
    fetch,
  };
  for (const line of describeOtherHosts(settings)) surroundings.tell(line);
  const outcome = await signIn(plan, secret, options, vendor, surroundings);
  if (!outcome.ok)
    throw toLoginError(outcome.failure, provider, { mailbox: address, app: clientId, byPerson: true });
  const verified = await verify(plan, outcome.value, {
    sources,
    probing: { identityEndpoints: endpoints, requestTimeoutMs, fetch },
    graph: graphResourceOf(endpoints),
    now,
  });
  await store.put(verified.refreshToken);
  for (const line of renderStored(verified, store)) surroundings.tell(line);
  surroundings.print(renderCredential(verified.credential));
}

/** A pipeline would wait for somebody who isn't there. */
export function refusePipelines(environment: LoginSurroundings["environment"]): void {
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
  environment: LoginSurroundings["environment"],
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
  return identityEndpoints(endpointOverrides((name) => findSetting(name, settings)?.value));
}

interface SourceOptions {
  readonly folder: string;
  readonly environment: LoginSurroundings["environment"];
  readonly stack: string | undefined;
}

/** Where the client secret is looked up; only the engine can decrypt the stack's. */
async function sourcesFor(
  reference: string | undefined,
  { folder, environment, stack }: SourceOptions,
  pulumi: PulumiCommand,
): Promise<SecretSources> {
  if (reference?.startsWith("config:") !== true) return { folder, environment, config: () => undefined };
  const key = reference.slice("config:".length);
  const value = await pulumi.run(["config", "get", key, ...(stack === undefined ? [] : ["--stack", stack])]);
  return { folder, environment, config: () => value };
}
