import { createHash } from "node:crypto";
import { canonicalAddress } from "../../../schema/canonical-address";
import type { Contract } from "../../../schema/contract/contract";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { INTERACTION_PLAN_MAPPINGS } from "../../../schema/interaction-plan-mapping";

/** Hexadecimal digits of the mailbox, and as many of one trial. */
const DIGITS = 6;

/** What a trial makes, in the order in which VCC lets them be deleted. */
export const TRIED_ENDPOINTS = [INTERACTION_PLAN_MAPPINGS, EMAIL_ADDRESSES, EMAIL_PROFILES] as const;

/** Names of what trials of one mailbox make, by which those of an earlier one are known. */
export class TrialNames {
  readonly #longest: string;
  readonly #prefix: string;

  /** Such as `pulumi-vcc trial 3b2f0ad8c9a8`; where the account takes shorter names, the last characters of that. */
  constructor(mailbox: string, contract: Contract) {
    const digest = createHash("sha256").update(canonicalAddress(mailbox)).digest("hex").slice(0, DIGITS);
    const limits = TRIED_ENDPOINTS.flatMap(({ kind, nameKey }) => contract.limit(kind, nameKey)?.most ?? []);
    this.#longest = `pulumi-vcc trial ${digest}`;
    this.#prefix = this.#longest.slice(DIGITS - Math.min(...limits));
  }

  /** `digits`: 6 hexadecimal ones, other ones for each trial. */
  of(digits: string): string {
    return this.#prefix + digits;
  }

  /** Another one of the same form: nothing but that it is another one can be said against it. */
  secondOf(digits: string): string {
    const next = (Number.parseInt(digits, 16) + 1) % 16 ** DIGITS;
    return this.of(next.toString(16).padStart(DIGITS, "0"));
  }

  /** True also for the name of a trial that ran with another limit. */
  isOne(name: string): boolean {
    const prefix = name.slice(0, -DIGITS);
    return (
      prefix.length >= DIGITS && this.#longest.endsWith(prefix) && /^[0-9a-f]{6}$/u.test(name.slice(-DIGITS))
    );
  }
}
