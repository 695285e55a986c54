import {
  ADDRESSES_PATH,
  MAPPINGS_PATH,
  PLANS_PATH,
  PLANS_SCOPE,
  PLANS_VERSION,
  PROFILES_PATH,
} from "../../schema/api";
import type { Grant } from "../../schema/grant";
import { ConsentDto, EmailAddressDto } from "../../schema/email-address";
import type { EmailAddressPatch, EmailAddressPost } from "../../schema/email-address";
import { EmailProfileDto } from "../../schema/email-profile";
import type { EmailProfilePatch, EmailProfilePost } from "../../schema/email-profile";
import { EmailSignatureDto } from "../../schema/email-signature";
import { InteractionPlanDto, InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import type {
  InteractionPlanMappingPatch,
  InteractionPlanMappingPost,
} from "../../schema/interaction-plan-mapping";
import type { VccApi } from "../ports";
import { objectPath, type Calls } from "./calls";
import { createCollection, createReader, type ListingOptions } from "./collection";
import { rememberGrantSecrets } from "./grant-secrets";

/** Email addresses and their sign-in: contract §3.1, §3.5. */
export function createAddresses(calls: Calls, listing: ListingOptions): VccApi["addresses"] {
  const noun = "email address";
  const { collection, write } = createCollection<EmailAddressDto, EmailAddressPost, EmailAddressPatch>(
    calls,
    {
      noun,
      plural: "email addresses",
      path: ADDRESSES_PATH,
      key: "addresses",
      schema: EmailAddressDto,
      idKey: "id",
      labelOf: (body) => body.emailAddress,
    },
    listing,
  );
  return {
    ...collection,
    async authenticate(id: string, grant: Grant) {
      rememberGrantSecrets(grant);
      const path = `${objectPath(ADDRESSES_PATH, id, noun)}/authentication`;
      const call = {
        doing: `sign in ${noun} ${id}`,
        method: "PUT",
        path,
        namesObject: true,
        body: grant,
      } as const;
      return write(() => calls.ask(call, EmailAddressDto));
    },
    async requestConsent(id: string) {
      const path = `${objectPath(ADDRESSES_PATH, id, noun)}/authentication/consent`;
      const call = {
        doing: `get a consent link for ${noun} ${id}`,
        method: "POST",
        path,
        namesObject: true,
      } as const;
      return write(() => calls.ask(call, ConsentDto));
    },
  };
}

/** The signature of each address: contract §3.2. */
export function createSignatures(calls: Calls): VccApi["signatures"] {
  const about = (doing: string, addressId: string) => ({
    doing: `${doing} the signature of email address ${addressId}`,
    path: `${objectPath(ADDRESSES_PATH, addressId, "email address")}/signature`,
    namesObject: true,
  });
  return {
    async get(addressId) {
      return calls.ask({ ...about("read", addressId), method: "GET" }, EmailSignatureDto);
    },
    async put(addressId, html) {
      return calls.ask({ ...about("set", addressId), method: "PUT", body: { html } }, EmailSignatureDto);
    },
    async delete(addressId) {
      return calls.tell({ ...about("delete", addressId), method: "DELETE" });
    },
  };
}

/** Email profiles: contract §3.3. */
export function createProfiles(calls: Calls, listing: ListingOptions): VccApi["profiles"] {
  const { collection } = createCollection<EmailProfileDto, EmailProfilePost, EmailProfilePatch>(
    calls,
    {
      noun: "email profile",
      plural: "email profiles",
      path: PROFILES_PATH,
      key: "profiles",
      schema: EmailProfileDto,
      idKey: "id",
      labelOf: (body) => body.name,
    },
    listing,
  );
  return collection;
}

/** Interaction-plan mappings: contract §3.4. */
export function createMappings(calls: Calls, listing: ListingOptions): VccApi["mappings"] {
  const { collection } = createCollection<
    InteractionPlanMappingDto,
    InteractionPlanMappingPost,
    InteractionPlanMappingPatch
  >(
    calls,
    {
      noun: "interaction-plan mapping",
      plural: "interaction-plan mappings",
      path: MAPPINGS_PATH,
      key: "mappings",
      schema: InteractionPlanMappingDto,
      idKey: "mappingId",
      labelOf: (body) => body.mappingName,
    },
    listing,
  );
  return collection;
}

/** Interaction plans, read only: contract §3.6. */
export function createPlans(calls: Calls, listing: ListingOptions): VccApi["plans"] {
  const reader = createReader<InteractionPlanDto>(
    calls,
    {
      noun: "interaction plan",
      plural: "interaction plans",
      path: PLANS_PATH,
      key: "interactionPlans",
      schema: InteractionPlanDto,
      idKey: "interactionPlanId",
      version: PLANS_VERSION,
      scope: PLANS_SCOPE,
    },
    listing,
  );
  return {
    list: () => reader.list(),
    unreadable: () => reader.unreadable(),
    listFresh: () => reader.listFresh(),
    listAll: () => reader.listAll(),
  };
}
