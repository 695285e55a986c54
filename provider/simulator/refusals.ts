import { canonicalAddress } from "../../schema/canonical-address";
import type { StoredAddress } from "../kinds/email-address/simulated";
import type { Grant } from "./account/grants";

/** Makes VCC refuse the next grants. */
export interface Refusal {
  readonly reason: string;
  /** Left out: the grants of every address. */
  readonly emailAddress?: string;
  /** Number of grants that are refused; all of them when left out. */
  readonly times?: number;
}

/** Reason why a grant is refused, or `undefined` where it is accepted. Its fields may be secret. */
export type RefuseGrant = (address: StoredAddress, grant: Grant) => string | undefined;

/** The refusals in force. */
export class Refusals {
  readonly #refuseGrant: RefuseGrant;
  #refusals: { readonly refusal: Refusal; left: number }[] = [];

  constructor(refuseGrant: RefuseGrant = () => undefined) {
    this.#refuseGrant = refuseGrant;
  }

  add(refusal: Refusal): void {
    this.#refusals.push({ refusal, left: refusal.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#refusals = [];
  }

  reasonFor(address: StoredAddress, grant: Grant): string | undefined {
    const key = canonicalAddress(address.emailAddress);
    const match = this.#refusals.find(
      ({ refusal, left }) => left > 0 && canonicalAddress(refusal.emailAddress ?? key) === key,
    );
    if (match === undefined) return this.#refuseGrant(address, grant);
    match.left -= 1;
    return match.refusal.reason;
  }
}
