import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import type { Account } from "../account/account";
import { unprocessable } from "../http/api-error";
import type { ApiRoute } from "../http/api-route";
import { NoFields } from "../http/bodies";
import { parseBody } from "../http/body";
import { CONSENT_PATH } from "../account/consents";
import { parseGrant } from "../account/grants";
import { signedInByGrant } from "../account/sign-in";
import { addressOf, addressReply } from "./addresses";

/** Signing a mailbox in, by grant or by a link for a person. Source: assumed. */
export function authenticationRoutes(account: Account): readonly ApiRoute[] {
  const { store, clock, consents } = account;
  const path = `${EMAIL_ADDRESSES.path}/:id/authentication`;
  return [
    {
      method: "PUT",
      path,
      run: (call) => {
        const address = addressOf(store, call);
        const grant = parseGrant(call.body);
        const refusal = account.refusalOf(address, grant);
        if (refusal !== undefined) throw unprocessable(refusal, "authentication");
        const active = signedInByGrant(address, grant, clock);
        store.change(() => store.addresses.put(active.id, active));
        return { status: 200, body: addressReply(account, active) };
      },
    },
    {
      method: "POST",
      path: `${path}/consent`,
      run: (call) => {
        const address = addressOf(store, call);
        parseBody(NoFields, call.body);
        const { code, expiresAt } = consents.issue(address.id);
        const authorizationUrl = `${call.origin}${CONSENT_PATH}/${code}`;
        return { status: 201, body: { authorizationUrl, expiresAt } };
      },
    },
  ];
}
