import type { RefreshTokenCredential } from "../../../schema/credential/credential";
import type { MicrosoftRefreshTokenCredential } from "../../../schema/credential/methods";
import { toReference } from "../../../schema/credential/secret-reference";
import { toIso } from "../../../schema/time";
import { googleAuthorizationCode } from "../../credentials/google/authorization-code";
import { createCredentials } from "../../credentials/index";
import { graphResourceOf } from "../../credentials/microsoft/client";
import { microsoftAuthorizationCode } from "../../credentials/microsoft/authorization-code";
import type { IdentityReply } from "../../credentials/probe/identity-reply";
import type { SecretSources } from "../../credentials/material/references";
import type { BrowserSignIn, TokenResponse } from "../../credentials/browser-sign-in";
import type { ClientOptions } from "../../credentials/probe/client-options";
import type { Credentials, ProbeResult } from "../../ports";
import { signInByBrowser } from "./browser-callback";
import type { LoginDeps } from "./login-deps";
import { LoginError } from "./login-error";
import type { LoginOptions } from "./options";
import { type LoginPlan, missingScopes } from "./plan";

/** This machine as each provider's registrations name it. Microsoft's take any port with it, but no number. */
const GOOGLE_HOST = "127.0.0.1";
const MICROSOFT_HOST = "localhost";

/** Has the person sign in, in a browser here or with a code on any device. Error: a `LoginError` when nobody does. */
export async function acquireToken(
  { credential, account, scopes, flow }: LoginPlan,
  clientSecret: string | undefined,
  { port, timeout, open: mayOpen }: LoginOptions,
  vendor: ClientOptions,
  { tell, open }: LoginDeps,
): Promise<IdentityReply<TokenResponse>> {
  const timeoutMs = timeout * 1_000;
  const show = (page: string | undefined, ...lines: readonly string[]): void => {
    for (const line of [...lines, `Waiting for ${timeout} seconds at most.`]) tell(line);
    if (mayOpen && page !== undefined) open(page);
  };
  const inBrowser = async (browser: BrowserSignIn, host: string) =>
    signInByBrowser(browser, { host, port, timeoutMs }, (page) =>
      show(page, `Sign in as ${account}: open this address in a browser on this machine.`, page),
    );
  const { clientId } = credential;
  const request = { scopes, account };
  if (credential.provider === "google")
    return inBrowser(googleAuthorizationCode({ clientId, clientSecret }, request, vendor), GOOGLE_HOST);
  const { tenantId } = credential satisfies MicrosoftRefreshTokenCredential;
  const proof = clientSecret === undefined ? {} : { proof: { clientSecret } };
  const microsoft = microsoftAuthorizationCode(
    { key: "login", tenantId, clientId, ...proof },
    request,
    vendor,
  );
  if (flow === "browser") return inBrowser(microsoft, MICROSOFT_HOST);
  return microsoft.withDeviceCode(({ page, code }) => {
    const shown = page ?? "Microsoft's page for device codes";
    show(page, `Sign in as ${account}: open ${shown} in any browser and enter the code ${code}.`);
  }, timeoutMs);
}

/** Variable of this process that holds the fresh token while it is tried. */
const IN_MEMORY = "PULUMI_VCC_FRESH_REFRESH_TOKEN";

/** A sign-in that was found to be the wanted one. */
export interface VerifiedToken {
  readonly refreshToken: string;
  /** The credential for the program. */
  readonly credential: RefreshTokenCredential;
  /** The mailbox that it opens, as its provider spells it. */
  readonly mailbox: string;
  /** Its end, where that is known. */
  readonly expiresAt: string | undefined;
  /** True if it ends only where nobody uses it until then. */
  readonly isKeptAliveByUse: boolean;
}

/**
 * Uses the fresh token as the provider will: only use proves it, and tells whose mailbox it opens.
 * Error: a `LoginError` when permissions are missing, or it doesn't open the wanted mailbox.
 */
export async function verifyToken(
  { address, credential, scopes }: LoginPlan,
  { refreshToken, scopes: granted }: TokenResponse,
  sources: SecretSources,
  { endpoints, requestTimeoutMs, now, fetch }: Omit<ClientOptions, "circuitBreaker">,
): Promise<VerifiedToken> {
  const missing = missingScopes(scopes, granted, graphResourceOf(endpoints));
  if (missing.length > 0) {
    throw new LoginError(
      "wrong",
      `These permissions were asked for and not granted: ${missing.join(", ")}. Nothing is stored.`,
      "Run the command again and accept all of them, or name others with --scope.",
    );
  }
  if (refreshToken === undefined) {
    throw new LoginError(
      "wrong",
      "The sign-in came without a refresh token. Nothing is stored.",
      "Let the app ask for offline access in its registration, and run the command again.",
    );
  }
  const environment = { ...sources.environment, [IN_MEMORY]: refreshToken };
  const credentials = createCredentials(
    { ...sources, environment },
    { identityEndpoints: endpoints, requestTimeoutMs, now, fetch },
  );
  const issued = { ...credential, refreshTokenIssuedAt: toIso(now()) };
  // Tried in any case: where nobody can be asked, nobody could sign in either.
  const inMemory = { ...issued, refreshToken: toReference({ kind: "env", name: IN_MEMORY }), probe: true };
  const { mailbox, expiresAt } = await openMailbox(credentials, inMemory, address);
  return {
    refreshToken,
    credential: issued,
    mailbox,
    expiresAt: expiresAt ?? credentials.expiresAt(inMemory, address),
    isKeptAliveByUse: credential.provider === "google" && expiresAt === undefined,
  };
}

/** A person can say here whose the address is, where an account's other addresses can't be asked. */
function isOther({ cause, mailbox }: ProbeResult): boolean {
  return cause === "wrongMailbox" || (cause === "inconclusive" && mailbox !== undefined);
}

async function openMailbox(credentials: Credentials, credential: RefreshTokenCredential, address: string) {
  const result = await credentials.probe(credential, address);
  const { health, cause, mailbox, expiresAt, reason } = result;
  if (health === "active" && mailbox !== undefined) return { mailbox, expiresAt };
  if (isOther(result)) {
    const name = mailbox ?? "another";
    throw new LoginError(
      "wrong",
      `The sign-in opens the mailbox ${name}, not ${credential.account ?? address}. Nothing is stored.`,
      `Run the command again and choose ${credential.account ?? address} in the browser; if ${address} is an alias of ${name}, add --account ${name}.`,
    );
  }
  if (health === "active") {
    throw new LoginError(
      "unclear",
      "The sign-in works, but nothing tells whose mailbox it opens. Nothing is stored.",
      "Ask for a scope of Microsoft Graph with --scope, which can be asked.",
    );
  }
  const isUnclear = cause === "transient";
  throw new LoginError(
    isUnclear ? "unclear" : "refused",
    `The sign-in was granted, but doesn't open the mailbox. ${reason ?? health} Nothing is stored.`,
    isUnclear ? "Run the command again." : undefined,
  );
}
