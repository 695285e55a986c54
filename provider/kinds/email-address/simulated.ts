import * as z from "zod";
import { canonicalAddress } from "../../../schema/canonical-address";
import { CONSENT, EMAIL_ADDRESSES, SERVICE_NAMES_FOR_REPORTS, SIGN_IN } from "../../../schema/email-address";
import { MailboxAddress } from "../../../schema/fields";
import { unprocessable } from "../../simulator/account/api-error";
import { parseBody } from "../../simulator/account/body";
import { CONSENT_PATH } from "../../simulator/account/consents";
import {
  byName,
  DataSources,
  Description,
  Name,
  StoredDataSources,
  Time,
} from "../../simulator/account/fields";
import { parseGrant, redactGrant } from "../../simulator/account/grants";
import {
  Authentication,
  NEVER_SIGNED_IN,
  presentAddress,
  signedInByGrant,
} from "../../simulator/account/authentication";
import { type ApiRoute, partRoutesOf } from "../../simulator/routes/api-route";
import { SimulatedCollection } from "../../simulator/routes/collection";
import type { SimulatedAccount, ForeignKey } from "../../simulator/routes/simulated-kind";
import { simulatedProfile, type StoredProfile } from "../email-profile/simulated";

const StoredAddress = z.looseObject({
  id: z.string(),
  emailAddress: z.string(),
  name: z.string(),
  description: z.string(),
  serviceNameForReports: z.string(),
  dataSources: StoredDataSources,
  profileId: z.string().nullable(),
  authentication: Authentication,
  createdAt: Time,
  updatedAt: Time,
});
/**
 * An email address as the simulator stores and returns it.
 *
 * @interface
 */
export type StoredAddress = z.infer<typeof StoredAddress>;

const toProfile: ForeignKey<StoredAddress, StoredProfile> = {
  to: simulatedProfile,
  mentions: ({ profileId }) => (profileId === null ? [] : [{ path: "profileId", key: profileId }]),
  keyOf: ({ id }) => id,
  missing: () => "No such profile.",
  blocksDeletion: { title: "Profile is in use", message: (addresses) => `Used by: ${addresses}` },
};

/** Email addresses. Source: rules documented, paths and lengths assumed. */
export const simulatedAddress = new SimulatedCollection({
  noun: "address",
  label: "email address",
  stateKey: "addresses",
  endpoint: EMAIL_ADDRESSES,
  idPrefix: "adr",
  stored: StoredAddress,
  content: {
    emailAddress: MailboxAddress,
    name: Name,
    description: Description,
    serviceNameForReports: z.enum(SERVICE_NAMES_FOR_REPORTS),
    dataSources: DataSources,
    profileId: z.string().nullable(),
  },
  // Not the schema's default: VCC may have another than the one that this package assumes.
  defaults: { description: "", serviceNameForReports: "reportingGroup", dataSources: [], profileId: null },
  fixed: ["emailAddress"],
  parts: { authentication: { stored: Authentication, fresh: NEVER_SIGNED_IN } },
  unique: [{ path: "emailAddress", compared: canonicalAddress }, { path: "name" }],
  references: [toProfile],
  notFound: (instance) => ({
    type: "about:blank",
    title: "Not Found",
    detail: "No such email address.",
    instance,
  }),
  isCalled: ({ emailAddress }, key) => canonicalAddress(emailAddress) === canonicalAddress(key),
  asOfNow: presentAddress,
  respelled: (address) => ({ ...address, dataSources: byName(address.dataSources) }),
  secretBodies: [{ pathEnd: SIGN_IN.path, redact: redactGrant }],
  moreRoutes: signInRoutes,
});

/** For the calls that take no fields: no body, or an empty object. */
const NoFields = z.strictObject({}).optional();

/** Signing a mailbox in, by grant or by a link for a person. Source: assumed. */
function signInRoutes(account: SimulatedAccount): readonly ApiRoute[] {
  const { store, clock, consents } = account;
  return [
    {
      ...partRoutesOf(EMAIL_ADDRESSES, SIGN_IN),
      method: "PUT",
      isVerbatim: true,
      run: (call) => {
        const address = simulatedAddress.one(account, call);
        const grant = parseGrant(call.body);
        const refusal = account.refusalOf(address.id, grant);
        if (refusal !== undefined) throw unprocessable(refusal, "authentication");
        const active = signedInByGrant(address, grant, clock);
        store.change(() => store.table(simulatedAddress).put(active.id, active));
        return { status: 200, body: simulatedAddress.reply(account, active) };
      },
    },
    {
      ...partRoutesOf(EMAIL_ADDRESSES, CONSENT),
      method: "POST",
      run: (call) => {
        const address = simulatedAddress.one(account, call);
        parseBody(NoFields, call.body);
        const { code, expiresAt } = consents.issue(address.id);
        const authorizationUrl = `${call.origin}${CONSENT_PATH}/${code}`;
        return { status: 201, body: { authorizationUrl, expiresAt } };
      },
    },
  ];
}
