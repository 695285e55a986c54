import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EmailSignatureDto, SIGNATURE } from "../../../schema/email-signature";
import type { VccApi } from "../../ports";

/** The signature of an address; absence is a `NotFoundError`. */
export async function getSignature(api: VccApi, addressId: string): Promise<EmailSignatureDto> {
  const call = { part: SIGNATURE, doing: "read the signature of", method: "GET" } as const;
  return api.part(EMAIL_ADDRESSES, addressId, call, EmailSignatureDto);
}

export async function putSignature(api: VccApi, addressId: string, html: string): Promise<EmailSignatureDto> {
  const call = { part: SIGNATURE, doing: "set the signature of", method: "PUT", body: { html } } as const;
  return api.part(EMAIL_ADDRESSES, addressId, call, EmailSignatureDto);
}

export async function deleteSignature(api: VccApi, addressId: string): Promise<void> {
  return api.deletePart(EMAIL_ADDRESSES, addressId, { part: SIGNATURE, doing: "delete the signature of" });
}
