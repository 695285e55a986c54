import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Account } from "../account/account";
import { notFound } from "../http/api-error";
import type { ApiCall, ApiRoute } from "../http/api-route";
import { SignaturePut } from "../http/bodies";
import { parseBody } from "../http/body";
import type { StoredSignature } from "../account/model";
import { normalizeHtml } from "../account/normalize-html";
import { addressOf } from "./addresses";

/** The signature of an address. Source: assumed. */
export function signatureRoutes(account: Account): readonly ApiRoute[] {
  const { store } = account;
  const path = `${EMAIL_ADDRESSES.path}/:id/signature`;
  const signatureOf = (call: ApiCall) => {
    const signature = store.signatures.get(addressOf(store, call).id, call.readAt);
    if (signature === undefined) throw notFound("signature", call.path);
    return signature;
  };
  return [
    { method: "GET", path, run: (call) => ({ status: 200, body: asReply(signatureOf(call)) }) },
    {
      method: "PUT",
      path,
      run: (call) => {
        const address = addressOf(store, call);
        const { html } = parseBody(SignaturePut, call.body);
        return { status: 200, body: asReply(putSignature(account, address.id, html)) };
      },
    },
    {
      method: "DELETE",
      path,
      run: (call) => {
        const signature = signatureOf(call);
        store.change(() => store.signatures.remove(signature.addressId));
        return { status: 204 };
      },
    },
  ];
}

/** Stores the signature in the simulator's own spelling of the HTML. */
export function putSignature({ store, clock }: Account, addressId: string, html: string): StoredSignature {
  const signature = { addressId, html: normalizeHtml(html), updatedAt: clock.stamp() };
  store.change(() => store.signatures.put(addressId, signature));
  return signature;
}

function asReply({ addressId: _addressId, ...reply }: StoredSignature): Record<string, unknown> {
  return reply;
}
