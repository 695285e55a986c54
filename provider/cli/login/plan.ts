import type * as z from "zod";
import { Credential, type RefreshTokenCredential } from "../../../schema/credential";
import { MailboxAddress } from "../../../schema/fields";
import type { IdentityEndpoints } from "../../credentials/endpoints";
import { graphResourceOf } from "../../credentials/microsoft";
import { ConfigError } from "../../errors";
import { guessProvider, isConsumerAccount } from "./guess-provider";
import type { KnownOptions, LoginOptions } from "./options";
import { googleScopes, microsoftScopes } from "./scopes";
import type { TokenStore } from "./token-store";

/** A sign-in as it is to be. */
export interface LoginPlan {
  readonly address: string;
  /** The account that the person signs in to: the address, or what it is an alias of. */
  readonly account: string;
  /** As the program will write it, but for when it was issued. */
  readonly credential: RefreshTokenCredential;
  readonly scopes: readonly string[];
  readonly way: "browser" | "deviceCode";
}

interface PlanSurroundings {
  readonly endpoints: IdentityEndpoints;
  readonly store: Pick<TokenStore, "reference">;
  readonly hasBrowser: boolean;
}

const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  clientId: "--client-id",
  clientSecret: "--client-secret-ref",
  tenantId: "--tenant",
  account: "--account",
  probeScope: "--scope",
};

/** Error: a `ConfigError` that names the option; no value is shown that may be a secret. */
export function planLogin(address: string, options: KnownOptions, surroundings: PlanSurroundings): LoginPlan {
  const mailbox = MailboxAddress.safeParse(address);
  if (!mailbox.success) throw unusable("ADDRESS", mailbox.error);
  const provider = options.provider ?? guessProvider(address);
  if (provider === undefined) {
    throw new ConfigError("VCC_ARGUMENT_INVALID", `Nothing tells whose mailbox ${address} is.`, {
      hint: "Add --provider google or --provider microsoft.",
    });
  }
  const { account } = options;
  const { scopes, probeScope } = scopesOf(provider, options, surroundings.endpoints);
  const tenantId = tenantOf(provider, address, options);
  const { refreshTokenIssuedAt: _former, ...known }: Partial<RefreshTokenCredential> = options.known ?? {};
  const credential = Credential.safeParse({
    ...known,
    provider,
    method: "refreshToken",
    ...(tenantId !== undefined && { tenantId }),
    clientId: options.clientId,
    ...(options.clientSecretRef !== undefined && { clientSecret: options.clientSecretRef }),
    refreshToken: surroundings.store.reference,
    ...(account !== undefined && { account }),
    ...(probeScope !== undefined && { probeScope }),
  });
  if (!credential.success) throw unusable("", credential.error);
  if (credential.data.method !== "refreshToken") throw new TypeError("a credential of another method");
  requireGoogleSecret(provider, options);
  const way = wayOf(provider, options, surroundings.hasBrowser);
  return { address, account: account ?? address, credential: credential.data, scopes, way };
}

/** Otherwise it is missed only once the person has signed in. */
function requireGoogleSecret(
  provider: "google" | "microsoft",
  { clientId, clientSecretRef }: KnownOptions,
): void {
  if (provider !== "google" || clientSecretRef !== undefined) return;
  throw new ConfigError(
    "VCC_ARGUMENT_INVALID",
    `--client-secret-ref: where the secret of the app ${clientId} is, got nothing.`,
    { hint: "Google gives apps of the kind Desktop app a secret, and grants no token without it." },
  );
}

function scopesOf(provider: "google" | "microsoft", { scope }: LoginOptions, endpoints: IdentityEndpoints) {
  return provider === "google"
    ? { scopes: googleScopes(scope), probeScope: undefined }
    : { probeScope: undefined, ...microsoftScopes(scope, graphResourceOf(endpoints)) };
}

function tenantOf(provider: "google" | "microsoft", address: string, { tenant }: LoginOptions) {
  if (provider === "microsoft") return tenant ?? (isConsumerAccount(address) ? "consumers" : undefined);
  if (tenant === undefined) return undefined;
  throw new ConfigError("VCC_ARGUMENT_INVALID", "--tenant: only Microsoft has tenants. Leave it out.");
}

/** Device codes are for public clients of Microsoft; a client with a secret can't redeem what one of them was given. */
function wayOf(
  provider: "google" | "microsoft",
  { deviceCode, loopback, clientSecretRef }: LoginOptions,
  hasBrowser: boolean,
): LoginPlan["way"] {
  const why =
    provider === "google"
      ? "Google opens no mailbox with device codes"
      : clientSecretRef === undefined
        ? undefined
        : "they are for apps without a client secret";
  if (deviceCode && why !== undefined) {
    throw new ConfigError("VCC_ARGUMENT_INVALID", `--device-code: ${why}. Leave it out.`);
  }
  if (loopback || why !== undefined) return "browser";
  return deviceCode || !hasBrowser ? "deviceCode" : "browser";
}

function unusable(option: string, error: z.ZodError): ConfigError {
  const [first = "", ...lines] = error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? "");
    return `${OPTION_OF_FIELD[field] ?? (option || field)}: ${message}`;
  });
  return new ConfigError("VCC_ARGUMENT_INVALID", first, { lines });
}
