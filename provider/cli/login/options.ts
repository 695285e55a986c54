import type { Provider, RefreshTokenCredential } from "../../../schema/credential/credential";
import { argumentError, ConfigError } from "../../errors";
import { sameAddress } from "../../values/equality";
import type { PulumiCommand } from "../pulumi/pulumi-command";
import { readState } from "../pulumi/stack";

/** The options as a person writes them. */
export interface LoginOptions {
  readonly provider?: Provider;
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

/**
 * The credential that the stack's state has for this mailbox, where no option names the app: whoever signs in again names
 * the mailbox alone. Error: a `ConfigError` where the state doesn't help.
 */
export async function knownCredential(
  address: string,
  { clientId }: LoginOptions,
  pulumi: PulumiCommand,
): Promise<RefreshTokenCredential | undefined> {
  if (clientId !== undefined) return undefined;
  const nothing = "Nothing tells which app to sign in with";
  const hint = "Add --client-id.";
  const { mailboxes } = await readState(pulumi).catch((error: unknown) => {
    throw error instanceof ConfigError ? argumentError(`${nothing}. ${error.message}`, hint) : error;
  });
  const mailbox = mailboxes.find((one) => sameAddress(one.address, address));
  if (mailbox?.credential?.method === "refreshToken") return mailbox.credential;
  throw argumentError(`${nothing}: the stack has no refresh token for ${address}.`, hint);
}
