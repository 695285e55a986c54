import * as fc from "fast-check";
import { sameAddress } from "../../provider/values/equality";
import type { EmailAddressDto } from "../../schema/email-address";
import type { EmailProfileDto } from "../../schema/email-profile";
import type { EmailSignatureDto } from "../../schema/email-signature";
import type { InteractionPlanDto, InteractionPlanMappingDto } from "../../schema/interaction-plan-mapping";
import { isUsableKey } from "../../schema/fields";
import { Content, Key, Name } from "../../schema/foreign";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { EMAIL_PROFILES } from "../../schema/email-profile";
import { SIGNATURE } from "../../schema/email-signature";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../schema/interaction-plan-mapping";
import { type AccountReading, createReading, partKey } from "../../provider/export/account-reading";

const TIME = "2026-11-01T08:00:00.000Z";

/** Text as people type it, and as they don't: any characters, variables, YAML's own signs, what CI systems obey. */
const rawText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength }),
    fc.string({ unit: "binary", maxLength: Math.floor(maxLength / 2) }),
    fc.constantFrom(
      "",
      "true",
      "007",
      "~",
      "${x}",
      "$${x}",
      "- a\n- b",
      "a: b #c",
      "é",
      "é",
      "x\r\ny\n",
      " a ",
      "x\u001b[31m\r\u202e##vso[a]",
      "::error::x",
    ),
  );

/** As the client hands it on. */
const someText = (maxLength: number) => rawText(maxLength).map((text) => Content.parse(text));

const someName = fc
  .oneof(rawText(16), fc.constantFrom("Sales", "sales", "SALES!", "Sälés", "日本", "😀"))
  .map((text) => (text === "" ? "unnamed" : Name.parse(text)));

const someKey = rawText(12)
  .map((text) => Key.parse(text).replace(/[()$:]/gu, ""))
  .filter((text) => text !== "" && isUsableKey(text));

const someDataSources = fc.uniqueArray(fc.record({ name: someKey, value: someText(20) }), {
  maxLength: 3,
  selector: ({ name }) => name,
});

const someAddress = fc
  .tuple(
    fc.constantFrom(
      "support",
      "Support",
      "a.b",
      "a+b",
      "a-b",
      "1800",
      "o'hara",
      "x_y",
      "UPPER",
      "r&d",
      "a#b",
      "grüße",
    ),
    fc.constantFrom(
      "example.com",
      "Example.ORG",
      "sub.example.com",
      "bücher.example",
      "xn--bcher-kva.example",
    ),
  )
  .map(([local, domain]) => `${local}@${domain}`);

const someFingerprint = fc.constantFrom(null, "sha256:00ff", "sha256:aa11");
const someAuthentication = fc.record({
  provider: fc.constantFrom("google", "microsoft"),
  method: fc.constantFrom(
    null,
    "interactive",
    "serviceAccount",
    "workloadIdentity",
    "federated",
    "certificate",
    "clientSecret",
    "refreshToken",
    "methodOfTomorrow",
  ),
  status: fc.constantFrom("Active", "Expired", "Pending", "StatusOfTomorrow"),
  reason: fc.constantFrom(null, "The password has changed."),
  authenticatedAt: fc.constantFrom(null, TIME),
  expiresAt: fc.constantFrom(null, "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
  fingerprint: someFingerprint,
});

const someHtml = fc.constantFrom(
  (_: string) => "<p>Same</p>",
  (_: string) => "<p >Same</p >",
  (_: string) => "Text &amp; no element",
  (_: string) => "<pre>\n  kept\n</pre>",
  (_: string) => "<p>{{ emailAddress }} ${x}</p>",
  (mailbox: string) => `<a href="mailto:${mailbox}">${mailbox}</a>`,
  (mailbox: string) => `<a  href='mailto:${mailbox}'>${mailbox}</a>`,
  (mailbox: string) => `<style>a{color:red}</style><a>${mailbox}</a>`,
);

interface Draft {
  readonly dto: Omit<EmailAddressDto, "id" | "profileId">;
  readonly profile: number | undefined;
  readonly html: ((mailbox: string) => string) | undefined;
}

const someDraft: fc.Arbitrary<Draft> = fc.record({
  dto: fc.record({
    emailAddress: someAddress,
    name: someName,
    description: someText(60),
    serviceNameForReports: fc.constantFrom("destinationName", "interactionPlanName", "reportingGroup"),
    dataSources: someDataSources,
    authentication: someAuthentication,
    createdAt: fc.constant(TIME),
    updatedAt: fc.constant(TIME),
  }),
  profile: fc.option(fc.nat(3), { nil: undefined }),
  html: fc.option(someHtml, { nil: undefined }),
});

const someProfile: fc.Arbitrary<Omit<EmailProfileDto, "id">> = fc.record({
  name: someName,
  description: someText(60),
  settings: fc.dictionary(
    rawText(10)
      .map((key) => Key.parse(key))
      .filter(isUsableKey),
    fc.oneof(someText(10), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    { maxKeys: 3, noNullPrototype: true },
  ),
  createdAt: fc.constant(TIME),
  updatedAt: fc.constant(TIME),
});

const someMapping = fc.record({
  mappingName: someName,
  mappingDescription: someText(60),
  interactionPlanId: fc.nat(4),
  toAddresses: fc.uniqueArray(
    fc.oneof(fc.nat(5), fc.constantFrom("outside@other.example", "Else@other.example")),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  dataSources: someDataSources,
  priority: fc.constantFrom(1, 5000, 5000, 10_000),
  testing: fc.option(
    fc.record({
      interactionPlanId: fc.nat(4),
      fromAddresses: fc.uniqueArray(fc.constantFrom("qa@example.com", "QB@example.com"), { minLength: 1 }),
    }),
    { nil: null },
  ),
  updatedAt: fc.constantFrom(TIME, "2026-11-02T08:00:00.000Z"),
});

const PLANS: readonly InteractionPlanDto[] = ["Support", "Sales", "Sales", ""].map((name, index) => ({
  interactionPlanId: `00000000-0000-4000-8000-00000000000${index}`,
  interactionPlanName: name,
}));
/** The last one is of a plan that was removed. */
const planId = (index: number): string => `00000000-0000-4000-8000-00000000000${index}`;

/** The objects of an account. */
export interface AccountObjects {
  readonly addresses: readonly EmailAddressDto[];
  readonly profiles: readonly EmailProfileDto[];
  readonly mappings: readonly InteractionPlanMappingDto[];
  readonly plans: readonly InteractionPlanDto[];
  /** By id of the address. */
  readonly signatures: ReadonlyMap<string, EmailSignatureDto>;
}

/** An account of these objects, read without gaps. */
export function readingOf(account: AccountObjects): AccountReading {
  const lists = new Map<string, readonly object[]>([
    [EMAIL_ADDRESSES.path, account.addresses],
    [EMAIL_PROFILES.path, account.profiles],
    [INTERACTION_PLAN_MAPPINGS.path, account.mappings],
    [INTERACTION_PLANS.path, account.plans],
  ]);
  const signatures = partKey({ of: EMAIL_ADDRESSES, part: SIGNATURE });
  return createReading({ lists, parts: new Map([[signatures, account.signatures]]) });
}

/** A valid account with everything that the contract lets there be. */
export const someAccount: fc.Arbitrary<AccountObjects> = fc
  .record({
    drafts: fc.uniqueArray(someDraft, {
      maxLength: 6,
      comparator: (a, b) => a.dto.name === b.dto.name || sameAddress(a.dto.emailAddress, b.dto.emailAddress),
    }),
    profiles: fc.uniqueArray(someProfile, { maxLength: 3, selector: ({ name }) => name }),
    mappings: fc.uniqueArray(someMapping, { maxLength: 5, selector: ({ mappingName }) => mappingName }),
  })
  .map(({ drafts, profiles, mappings }) => {
    const addresses = drafts.map(({ dto, profile }, index) => ({
      ...dto,
      id: `adr_${index}`,
      // The last one is of a profile that may not be read.
      profileId: profile === undefined ? null : `prf_${profile}`,
    }));
    return {
      addresses,
      profiles: profiles.map((profile, index) => ({ ...profile, id: `prf_${index}` })),
      mappings: mappings.map((mapping, index) => ({
        ...mapping,
        mappingId: `map_${index}`,
        interactionPlanId: planId(mapping.interactionPlanId),
        toAddresses: mapping.toAddresses.map((address) =>
          typeof address === "string"
            ? address
            : (addresses[address]?.emailAddress.toLowerCase() ?? `no${address}@other.example`),
        ),
        testing: mapping.testing && {
          ...mapping.testing,
          interactionPlanId: planId(mapping.testing.interactionPlanId),
        },
      })),
      plans: PLANS,
      signatures: signaturesOf(drafts),
    };
  });

function signaturesOf(drafts: readonly Draft[]): Map<string, EmailSignatureDto> {
  return new Map(
    drafts.flatMap(({ dto, html }, index) =>
      html === undefined
        ? []
        : [[`adr_${index}`, { html: html(dto.emailAddress), updatedAt: TIME }] as const],
    ),
  );
}

/** The same account, its lists in another order. */
export function shuffled(account: AccountObjects, seed: number): AccountObjects {
  const shuffle = <Item>(items: readonly Item[]): Item[] => {
    const turned = [...items.slice(seed % (items.length + 1)), ...items.slice(0, seed % (items.length + 1))];
    return seed % 2 === 0 ? turned.reverse() : turned;
  };
  const mappings: InteractionPlanMappingDto[] = shuffle(account.mappings).map((mapping) => ({
    ...mapping,
    toAddresses: shuffle(mapping.toAddresses ?? []),
    dataSources: shuffle(mapping.dataSources ?? []),
  }));
  return {
    ...account,
    addresses: shuffle(account.addresses).map((address) => ({
      ...address,
      dataSources: shuffle(address.dataSources ?? []),
    })),
    profiles: shuffle(account.profiles).map((profile) => ({
      ...profile,
      settings: Object.fromEntries(shuffle(Object.entries(profile.settings ?? {}))),
    })),
    mappings,
    plans: shuffle(account.plans),
    signatures: new Map(shuffle([...account.signatures])),
  };
}
