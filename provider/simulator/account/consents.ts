import { randomBytes } from "node:crypto";
import type { Clock } from "./clock";

/** Path of the links that `POST …/authentication/consent` returns. */
export const CONSENT_PATH = "/consent";
const LINK_LIFETIME_MS = 15 * 60_000;

export interface Consent {
  readonly addressId: string;
  readonly expiresAtMs: number;
}

/** The consent links given out: each signs one address in, once, within 15 minutes. They end with the process. */
export class Consents {
  readonly #clock: Clock;
  readonly #byCode = new Map<string, Consent>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(addressId: string): { readonly code: string; readonly expiresAt: string } {
    const code = randomBytes(16).toString("hex");
    const expiresAtMs = this.#clock.now() + LINK_LIFETIME_MS;
    this.#byCode.set(code, { addressId, expiresAtMs });
    return { code, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  /** The address that a link is for, or `undefined` once it is used or over. */
  addressId(code: string): string | undefined {
    const consent = this.#byCode.get(code);
    return consent !== undefined && consent.expiresAtMs > this.#clock.now() ? consent.addressId : undefined;
  }

  use(code: string): void {
    this.#byCode.delete(code);
  }
}
