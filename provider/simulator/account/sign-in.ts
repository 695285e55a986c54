import { toMs } from "../../../schema/time";
import type { Clock } from "./clock";
import type { Authentication, StoredAddress } from "./model";
import { type Grant, grantExpiry } from "./grants";

const MICROSOFT_DOMAINS = /@(?:outlook|hotmail|live|msn)\.|\.onmicrosoft\.com$/iu;

/** An address that nobody has signed in yet. */
export const NEVER_SIGNED_IN: Authentication = {
  provider: null,
  method: null,
  status: "Pending",
  reason: null,
  authenticatedAt: null,
  expiresAt: null,
  fingerprint: null,
};

/** The address after a sign-in by grant. */
export function signedInByGrant(address: StoredAddress, grant: Grant, clock: Clock): StoredAddress {
  const { provider, method, fingerprint } = grant;
  return signedIn(
    address,
    { provider, method, fingerprint, expiresAt: grantExpiry(grant, clock.now()) },
    clock,
  );
}

/** The address after a sign-in by a person. The provider is the last one used, else a guess by the domain. */
export function signedInByPerson(address: StoredAddress, clock: Clock): StoredAddress {
  const guess = MICROSOFT_DOMAINS.test(address.emailAddress) ? "microsoft" : "google";
  const provider = address.authentication.provider ?? guess;
  return signedIn(address, { provider, method: "interactive", fingerprint: null, expiresAt: null }, clock);
}

function signedIn(address: StoredAddress, how: Partial<Authentication>, clock: Clock): StoredAddress {
  const authentication = {
    ...address.authentication,
    ...how,
    status: "Active",
    reason: null,
    authenticatedAt: clock.time(),
  };
  // `updatedAt` stays: the contract says that neither sign-in nor expiry moves it.
  return { ...address, authentication };
}

/** The address once VCC is no longer authenticated. */
export function signedOut(address: StoredAddress, reason: string): StoredAddress {
  return { ...address, authentication: { ...address.authentication, status: "Expired", reason } };
}

/** The address as a reply shows it: a grant that has ended counts as expired. */
export function presentAddress(address: StoredAddress, clock: Clock): StoredAddress {
  const { status, expiresAt } = address.authentication;
  const ended = status === "Active" && (toMs(expiresAt) ?? Number.POSITIVE_INFINITY) <= clock.now();
  return ended ? signedOut(address, "The credential has expired.") : address;
}
