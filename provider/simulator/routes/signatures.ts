import { ADDRESSES_PATH } from "../../../schema/api";
import type { Account } from "../account";
import { notFound } from "../api-error";
import type { ApiCall, ApiRoute } from "../api-route";
import { SignaturePut } from "../bodies";
import { parseBody } from "../body";
import type { StoredSignature } from "../model";
import { normalizeHtml } from "../normalize-html";
import { addressOf } from "./addresses";

/** The signature of an address. Source: assumed. */
export function signatureRoutes(account: Account): readonly ApiRoute[] {
  const { store } = account;
  const path = `${ADDRESSES_PATH}/:id/signature`;
  const signatureOf = (call: ApiCall) => {
    const signature = store.signatures.get(addressOf(store, call).id, call.readAt);
    if (signature === undefined) throw notFound("signature", call.path);
    return signature;
  };
  return [
    { method: "GET", path, run: (call) => ({ status: 200, body: withoutId(signatureOf(call)) }) },
    {
      method: "PUT",
      path,
      run: (call) => {
        const address = addressOf(store, call);
        const { html } = parseBody(SignaturePut, call.body);
        return { status: 200, body: withoutId(putSignature(account, address.id, html)) };
      },
    },
    {
      method: "DELETE",
      path,
      run: (call) => {
        const signature = signatureOf(call);
        store.change(() => store.signatures.remove(signature.id));
        return { status: 204 };
      },
    },
  ];
}

/** Stores the signature in the simulator's own spelling of the HTML. */
export function putSignature({ store, clock }: Account, id: string, html: string): StoredSignature {
  const signature = { id, html: normalizeHtml(html), updatedAt: clock.stamp() };
  store.change(() => store.signatures.put(id, signature));
  return signature;
}

function withoutId({ id: _id, ...reply }: StoredSignature): Record<string, unknown> {
  return reply;
}
