import * as z from "zod";
import { toMs } from "../../../schema/time";
import type { Clock } from "./clock";
import { Time } from "./fields";
import { type Grant, grantExpiry } from "./grants";

/** The sign-in of a mailbox as it is stored. */
export const Authentication = z.looseObject({
  provider: z.string().nullable(),
  method: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  authenticatedAt: Time.nullable(),
  expiresAt: Time.nullable(),
  fingerprint: z.string().nullable(),
});
type Authentication = z.infer<typeof Authentication>;

/** An object that VCC signs in. */
interface Mailbox {
  readonly emailAddress: string;
  readonly authentication: Authentication;
}

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
export function signedInByGrant<Address extends Mailbox>(
  address: Address,
  grant: Grant,
  clock: Clock,
): Address {
  const { provider, method, fingerprint } = grant;
  return signedIn(address, { provider, method, fingerprint, expiresAt: grantExpiry(grant) }, clock);
}

/** The address after a sign-in by a person. The provider is the last one used, else a guess by the domain. */
export function signedInByPerson<Address extends Mailbox>(address: Address, clock: Clock): Address {
  const guess = MICROSOFT_DOMAINS.test(address.emailAddress) ? "microsoft" : "google";
  const provider = address.authentication.provider ?? guess;
  return signedIn(address, { provider, method: "interactive", fingerprint: null, expiresAt: null }, clock);
}

function signedIn<Address extends Mailbox>(
  address: Address,
  how: Partial<Authentication>,
  clock: Clock,
): Address {
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
export function signedOut<Address extends Mailbox>(address: Address, reason: string): Address {
  return { ...address, authentication: { ...address.authentication, status: "Expired", reason } };
}

/** The address as a reply shows it: a grant that has ended counts as expired. */
export function presentAddress<Address extends Mailbox>(address: Address, clock: Clock): Address {
  const { status, expiresAt } = address.authentication;
  const ended = status === "Active" && (toMs(expiresAt) ?? Number.POSITIVE_INFINITY) <= clock.now();
  return ended ? signedOut(address, "The credential has expired.") : address;
}
