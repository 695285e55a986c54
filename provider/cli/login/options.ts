import type { RefreshTokenCredential } from "../../../schema/credential";

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

/** Which mailboxes of the stack to sign in to, where none is named. */
export interface LoginChoice {
  /** Globs over their addresses, compared without case; empty for all. */
  readonly only: readonly string[];
  /** Those alone that end within so many days, or have ended; undefined for all. */
  readonly expiringDays: number | undefined;
}

/** Options that are enough to sign in. */
export interface KnownOptions extends LoginOptions {
  readonly clientId: string;
  /** What the program says today; what the options say instead wins. */
  readonly known?: RefreshTokenCredential;
}
