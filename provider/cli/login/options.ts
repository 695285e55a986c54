import { resolve } from "node:path";
import type { RefreshTokenCredential } from "../../../schema/credential/credential";
import { parseReference } from "../../../schema/credential/secret-reference";
import { ConfigError } from "../../errors";
import { sameAddress } from "../../values/equality";
import type { PulumiCommand } from "../pulumi/pulumi-command";
import { readState } from "../pulumi/stack";

/** The options as a person writes them. */
export interface LoginOptions {
  readonly provider?: "google" | "microsoft";
  readonly clientId?: string;
  readonly clientSecretRef?: string;
  readonly tenant?: string;
  readonly account?: string;
  readonly scope?: readonly string[];
  readonly deviceCode?: true;
  readonly loopback?: true;
  readonly port: number;
  readonly timeout: number;
  readonly open?: true;
  readonly stackSecret?: string;
  readonly file?: string;
  readonly stack?: string;
  readonly cwd?: string;
}

/** Choice of the stack's mailboxes to sign in to, where none is named. */
export interface LoginChoice {
  /** Globs over their addresses, compared without case; empty for all. */
  readonly only: readonly string[];
  /** Those alone that end within so many days, or have ended; undefined for all. */
  readonly expiringDays: number | undefined;
}

/** Options that are enough to sign in. */
export interface KnownOptions extends LoginOptions {
  readonly clientId: string;
  /** The credential in the program today; options override it. */
  readonly known?: RefreshTokenCredential;
}

/**
 * The options, completed by the credential that the stack's state has for this mailbox: whoever signs in again names the
 * mailbox alone. Error: a `ConfigError` where the state doesn't help.
 */
export async function completeOptions(
  address: string,
  options: LoginOptions,
  programFolder: string,
  pulumi: PulumiCommand,
): Promise<KnownOptions> {
  const { clientId, ...others } = options;
  if (clientId !== undefined) return { ...others, clientId };
  const known = await findCredential(address, options.stack, pulumi);
  const isPlaced = options.file !== undefined || options.stackSecret !== undefined;
  return {
    provider: known.provider,
    clientId: known.clientId,
    ...(known.clientSecret !== undefined && { clientSecretRef: known.clientSecret }),
    ...(known.account !== undefined && { account: known.account }),
    ...(known.provider === "microsoft" && ofMicrosoft(known)),
    ...(isPlaced ? {} : placeOf(known.refreshToken, programFolder)),
    known,
    ...others,
  };
}

function ofMicrosoft({ tenantId, probeScope }: Extract<RefreshTokenCredential, { provider: "microsoft" }>) {
  return {
    ...(tenantId !== undefined && { tenant: tenantId }),
    ...(probeScope !== undefined && { scope: [probeScope] }),
  };
}

async function findCredential(
  address: string,
  stack: string | undefined,
  pulumi: PulumiCommand,
): Promise<RefreshTokenCredential> {
  const hint = "Add --client-id.";
  const { mailboxes } = await readState(pulumi, stack).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      `Nothing tells which app to sign in with. ${error.message}`,
      {
        hint,
      },
    );
  });
  const mailbox = mailboxes.find((one) => sameAddress(one.address, address));
  if (mailbox?.credential?.method === "refreshToken") return mailbox.credential;
  throw new ConfigError(
    "VCC_ARGUMENT_INVALID",
    `Nothing tells which app to sign in with: the stack has no refresh token for ${address}.`,
    { hint },
  );
}

/** Place of the last token, unless that was an environment, which outlives no process. */
function placeOf(reference: string, programFolder: string): Pick<LoginOptions, "file" | "stackSecret"> {
  const { kind, name = "" } = parseReference(reference) ?? {};
  if (kind === "config") return { stackSecret: name };
  return kind === "file" ? { file: resolve(programFolder, name) } : {};
}
