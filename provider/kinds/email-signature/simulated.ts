import * as z from "zod";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { SIGNATURE } from "../../../schema/email-signature";
import { notFound } from "../../simulator/account/api-error";
import { parseBody } from "../../simulator/account/body";
import { Time } from "../../simulator/account/fields";
import { normalizeHtml } from "../../simulator/account/normalize-html";
import { type ApiCall, type ApiReply, partRoutesOf } from "../../simulator/routes/api-route";
import type { SimulatedAccount, SimulatedKind } from "../../simulator/routes/simulated-kind";
import { simulatedAddress } from "../email-address/simulated";

const SignaturePut = z.strictObject({
  html: z.string(),
});

const StoredSignature = z.looseObject({ addressId: z.string(), html: z.string(), updatedAt: Time });
/**
 * A signature; `addressId` is no part of the reply.
 *
 * @interface
 */
export type StoredSignature = z.infer<typeof StoredSignature>;

/** The signatures of addresses, by the id of their address. Source: assumed. */
export const simulatedSignature: SimulatedKind<StoredSignature, "signature", "signatures", never> = {
  noun: "signature",
  stateKey: "signatures",
  idKey: "addressId",
  stored: StoredSignature,
  goesWith: simulatedAddress,
  labelOf: ({ addressId }) => addressId,
  routes: (account) => {
    const facts = {
      ...partRoutesOf(EMAIL_ADDRESSES, SIGNATURE),
      kind: SIGNATURE.kind,
      owner: EMAIL_ADDRESSES.kind,
    };
    const idOf = (call: ApiCall) => simulatedAddress.one(account, call).id;
    const reply = ({ addressId: _addressId, ...body }: StoredSignature): ApiReply => ({ status: 200, body });
    return [
      {
        ...facts,
        call: "read",
        method: "GET",
        run: (call) => reply(signatureOf(account, idOf(call), call.readAt)),
      },
      { ...facts, call: "write", method: "PUT", run: (call) => reply(put(account, idOf(call), call.body)) },
      { ...facts, call: "delete", method: "DELETE", run: (call) => remove(account, idOf(call)) },
    ];
  },
  create: (account, { emailAddress, ...body }) => {
    put(account, simulatedAddress.find(account, String(emailAddress)).id, body);
  },
  edit: (account, key, patch) => {
    put(account, simulatedAddress.find(account, key).id, patch);
  },
  overwrite: (account, key, fields) => {
    const { store } = account;
    const old = signatureOf(account, simulatedAddress.find(account, key).id);
    const signature = StoredSignature.parse({ ...old, ...fields });
    store.change(() => store.table(simulatedSignature).put(signature.addressId, signature));
  },
  delete: (account, key) => remove(account, simulatedAddress.find(account, key).id),
};

/** Error: 404. */
function signatureOf({ store }: SimulatedAccount, addressId: string, readAt?: number): StoredSignature {
  const signature = store.table(simulatedSignature).get(addressId, readAt);
  if (signature !== undefined) return signature;
  throw notFound({ status: 404, title: "Not Found", detail: "The email address has no signature." });
}

/** Stores the signature in the simulator's own spelling of the HTML. */
function put({ store, clock }: SimulatedAccount, addressId: string, body: unknown): StoredSignature {
  const { html } = parseBody(SignaturePut, body);
  const signature = { addressId, html: normalizeHtml(html), updatedAt: clock.stamp() };
  store.change(() => store.table(simulatedSignature).put(addressId, signature));
  return signature;
}

function remove(account: SimulatedAccount, addressId: string): ApiReply {
  const { store } = account;
  signatureOf(account, addressId);
  store.change(() => store.table(simulatedSignature).remove(addressId));
  return { status: 204 };
}
