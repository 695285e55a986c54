import type { RefreshTokenCredential } from "../../../schema/credential";
import type { Credentials, ProbeResult } from "../../ports";
import { createCredentials } from "../../credentials/index";
import type { ProbeOptions } from "../../credentials/probing";
import type { SecretSources } from "../../credentials/references";
import type { SignedIn } from "../../credentials/sign-in";
import { LoginError } from "./login-error";
import type { LoginPlan } from "./plan";
import { missingScopes } from "./scopes";

/** Where the fresh token lies while it is tried: in this process's memory alone. */
const IN_MEMORY = "PULUMI_VCC_FRESH_REFRESH_TOKEN";

/** A sign-in that was found to be the wanted one. */
export interface VerifiedSignIn {
  readonly refreshToken: string;
  /** The credential for the program. */
  readonly credential: RefreshTokenCredential;
  /** The mailbox that it opens, as its provider spells it. */
  readonly mailbox: string;
  /** When it ends, where that is known. */
  readonly expiresAt: string | undefined;
  /** Whether it ends only where nobody uses it until then. */
  readonly isKeptAliveByUse: boolean;
}

interface VerifySurroundings {
  readonly sources: SecretSources;
  readonly probing: ProbeOptions;
  readonly graph: string;
  readonly now: () => number;
}

/**
 * Uses the fresh token as the provider will: only use proves it, and tells whose mailbox it opens.
 * Error: a `LoginError` when permissions are missing, or it doesn't open the wanted mailbox.
 */
export async function verify(
  { address, credential, scopes }: LoginPlan,
  { refreshToken, scopes: granted }: SignedIn,
  { sources, probing, graph, now }: VerifySurroundings,
): Promise<VerifiedSignIn> {
  const missing = missingScopes(scopes, granted, graph);
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
  const credentials = createCredentials({ ...sources, environment }, { ...probing, now });
  const issued = {
    ...credential,
    refreshTokenIssuedAt: new Date(now()).toISOString().replace(/\.\d{3}Z$/u, "Z"),
  };
  // Tried in any case: where nobody can be asked, nobody could sign in either.
  const inMemory = { ...issued, refreshToken: `env:${IN_MEMORY}`, probe: true };
  const { mailbox, expiresAt } = await open(credentials, inMemory, address);
  return {
    refreshToken,
    credential: issued,
    mailbox,
    expiresAt: expiresAt ?? credentials.expiresAt(inMemory, address),
    isKeptAliveByUse: credential.provider === "google" && expiresAt === undefined,
  };
}

/** Where an account's other addresses can't be asked, a person can say here whose the address is. */
function isOther({ cause, mailbox }: ProbeResult): boolean {
  return cause === "wrongMailbox" || (cause === "inconclusive" && mailbox !== undefined);
}

async function open(credentials: Credentials, credential: RefreshTokenCredential, address: string) {
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
