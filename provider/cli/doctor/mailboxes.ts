import picomatch from "picomatch";
import type { EmailAddressDto } from "../../../schema/email-address";
import { sameAddress } from "../../values/equality";
import { withKnownMaterial } from "../../kinds/email-address/sign-in";
import type { StackMailbox } from "./stack";

/** A mailbox, with all that is known of it before it is looked at. */
export interface Patient {
  readonly mailbox: string;
  /** Absent where VCC doesn't have it, or couldn't be asked. */
  readonly dto: EmailAddressDto | undefined;
  /** Absent where the stack doesn't have it, or wasn't read. */
  readonly inStack: StackMailbox | undefined;
}

/** Every mailbox of the account and of the stack, once, by address. `addresses`: undefined where VCC couldn't be asked. */
export function toPatients(
  addresses: readonly EmailAddressDto[] | undefined,
  stack: readonly StackMailbox[],
): readonly Patient[] {
  const known = (addresses ?? []).map((dto) => {
    const inStack =
      stack.find(({ id }) => id === dto.id) ??
      stack.find(({ address }) => sameAddress(address, dto.emailAddress));
    const { fingerprint: credentialFingerprint, authenticatedAt, credential } = inStack ?? {};
    const signedIn = withKnownMaterial(dto, { credentialFingerprint, authenticatedAt, credential });
    return { mailbox: dto.emailAddress, dto: signedIn, inStack };
  });
  const matched = new Set(known.map(({ inStack }) => inStack));
  const others = stack
    .filter((mailbox) => !matched.has(mailbox))
    .map((inStack) => ({ mailbox: inStack.address, dto: undefined, inStack }));
  return [...known, ...others].sort((one, other) => one.mailbox.localeCompare(other.mailbox, "en"));
}

/** Those whose address fits one of the globs, compared without case; all where there are none. */
export function chosen(patients: readonly Patient[], globs: readonly string[]): readonly Patient[] {
  if (globs.length === 0) return patients;
  const fits = picomatch([...globs], { nocase: true, dot: true });
  return patients.filter(({ mailbox }) => fits(mailbox));
}
