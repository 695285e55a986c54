import {
  CONSENT,
  ConsentDto,
  EMAIL_ADDRESSES,
  type EmailAddressDto,
  SIGN_IN,
} from "../../../schema/email-address";
import type { Grant } from "../../../schema/grant";
import type { VccApi } from "../../ports";
import { rememberGrantSecrets } from "./grant-secrets";

/** Signs VCC in to the mailbox of an address. Answers the address. */
export async function authenticate(api: VccApi, id: string, grant: Grant): Promise<EmailAddressDto> {
  rememberGrantSecrets(grant);
  const call = { doing: "sign in", part: SIGN_IN, body: grant };
  return api.collection(EMAIL_ADDRESSES).put(id, call);
}

/** A link for a person to sign in with. */
export async function requestConsent(api: VccApi, id: string): Promise<ConsentDto> {
  const call = { doing: "get a consent link for", part: CONSENT };
  return api.collection(EMAIL_ADDRESSES).post(id, call, ConsentDto);
}
