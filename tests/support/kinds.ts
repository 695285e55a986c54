import * as fc from "fast-check";
import type { KindName } from "../../provider/kinds/index";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { isUsableKey } from "../../schema/fields";
import { MAILBOX, SERVICE_ACCOUNT } from "./identities";
import type { ObjectKind, RunningSimulator } from "../../provider/simulator/index";
import { prepareAddress } from "./account-objects";

/** Another value of one field, and the one write that brings it to VCC. */
interface Change {
  readonly field: string;
  readonly value: unknown;
  readonly write: string;
  /** The write that takes it back. */
  readonly undo: string;
}

/** A kind of resource and the cost of its lifecycle. */
export interface KindRow {
  readonly kind: KindName;
  readonly noun: ObjectKind;
  /** Makes what has to be in the account before; answers the arguments that the object is made with. */
  readonly prepare: (simulator: RunningSimulator) => Bag;
  /**
   * The calls of a create, once the run has looked at the lists, of a refresh, and of an object that is gone, the only
   * one of its kind: whether the account has anything at all, another list shows.
   */
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly readGone: readonly string[];
  readonly delete: readonly string[];
  readonly changes: readonly Change[];
  /** Any valid arguments, but for those that name other objects: `references` makes these, and answers them. */
  readonly valid: fc.Arbitrary<Bag>;
  readonly references?: (simulator: RunningSimulator) => Bag;
  /** Arguments of another meaning, and others of the same meaning. */
  readonly sameMeaning?: Bag;
  /** By what somebody finds the object in VCC's screens. */
  readonly key: string;
  /** Change that somebody makes there, and the write that repairs it. */
  readonly drift: { readonly fields: Bag; readonly repair: string };
  readonly count: (simulator: RunningSimulator) => number;
}

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const description = fc.string({ unit: "grapheme", maxLength: 60 });
const key = fc.stringMatching(/^[^()$:]{1,12}$/u).filter((text) => text !== "__proto__" && isUsableKey(text));
const anyDataSources = fc.dictionary(key, fc.string({ unit: "grapheme", maxLength: 20 }), {
  maxKeys: 4,
  noNullPrototype: true,
});
const setting = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const plan = fc.constantFrom("Customer support", "Sales", "Quality testing");
const spelled = (mailbox: string) => fc.constantFrom(mailbox, mailbox.toUpperCase());
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const html = fc
  .array(fc.record({ tag: fc.constantFrom("p", "b", "a", "pre"), title: text, inner: text }), {
    maxLength: 4,
  })
  .map((parts) =>
    parts
      .map(({ tag, title, inner }) => `<${tag} title='${title.replace(/'/gu, "")}'>${inner}</${tag}>`)
      .join("\n"),
  );

const OTHER_MAILBOX = "returns@example.com";
const dataSources = { flow: "returns", channel: "email" };
const dataSourceDtos = '[{"name":"channel","value":"email"},{"name":"flow","value":"returns"}]';

export const KINDS: readonly KindRow[] = [
  {
    kind: "EmailProfile",
    noun: "profile",
    prepare: () => ({ name: "Care" }),
    create: ["POST profile"],
    read: ["LIST profile"],
    readGone: ["LIST profile", "GET profile", "LIST plan"],
    delete: ["DELETE profile"],
    changes: [
      {
        field: "name",
        value: "Customers",
        write: 'PATCH profile {"name":"Customers"}',
        undo: 'PATCH profile {"name":"Care"}',
      },
      {
        field: "description",
        value: "d",
        write: 'PATCH profile {"description":"d"}',
        undo: 'PATCH profile {"description":""}',
      },
      {
        field: "settings",
        value: { maxOpenEmails: 3, tone: "kind", isPublic: true },
        write: 'PATCH profile {"settings":{"maxOpenEmails":3,"tone":"kind","isPublic":true}}',
        undo: 'PATCH profile {"settings":{}}',
      },
    ],
    valid: fc.record(
      { name, description, settings: fc.dictionary(key, setting, { maxKeys: 4, noNullPrototype: true }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    key: "Care",
    drift: { fields: { settings: { a: 1 } }, repair: 'PATCH profile {"settings":{}}' },
    count: (simulator) => simulator.state().profiles.length,
  },
  {
    kind: "EmailAddress",
    noun: "address",
    prepare: (simulator) => {
      simulator.create("profile", { name: "Care" });
      return { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
    },
    create: ["POST address", "PUT sign-in"],
    read: ["LIST address"],
    readGone: ["LIST address", "GET address", "LIST plan"],
    delete: ["DELETE address"],
    changes: [
      {
        field: "name",
        value: "Returns",
        write: 'PATCH address {"name":"Returns"}',
        undo: 'PATCH address {"name":"Support"}',
      },
      {
        field: "description",
        value: "d",
        write: 'PATCH address {"description":"d"}',
        undo: 'PATCH address {"description":""}',
      },
      {
        field: "serviceNameForReports",
        value: "destinationName",
        write: 'PATCH address {"serviceNameForReports":"destinationName"}',
        undo: 'PATCH address {"serviceNameForReports":"reportingGroup"}',
      },
      {
        field: "dataSources",
        value: dataSources,
        write: `PATCH address {"dataSources":${dataSourceDtos}}`,
        undo: 'PATCH address {"dataSources":[]}',
      },
    ],
    sameMeaning: { emailAddress: "Support@Example.com" },
    valid: fc.record(
      {
        emailAddress: spelled(MAILBOX),
        name,
        description,
        serviceNameForReports: fc.constantFrom("destinationName", "interactionPlanName", "reportingGroup"),
        dataSources: anyDataSources,
        credential: fc.constant(SERVICE_ACCOUNT),
      },
      { requiredKeys: ["emailAddress", "credential"], noNullPrototype: true },
    ),
    key: "Support",
    drift: { fields: { description: "by hand" }, repair: 'PATCH address {"description":""}' },
    count: (simulator) => simulator.state().addresses.length,
  },
  {
    kind: "EmailSignature",
    noun: "signature",
    prepare: (simulator) => ({ addressId: prepareAddress(simulator), html: "<p>Support</p>" }),
    create: ["GET signature", "PUT signature"],
    read: ["GET signature"],
    readGone: ["GET signature", "GET signature", "GET address"],
    // Another resource may have written it meanwhile, which only its time tells.
    delete: ["GET signature", "DELETE signature"],
    changes: [
      {
        field: "html",
        value: "<p>Other</p>",
        write: 'PUT signature {"html":"<p>Other</p>"}',
        undo: 'PUT signature {"html":"<p>Support</p>"}',
      },
    ],
    sameMeaning: { html: "<p\n>Support<!-- team --></p>\n" },
    valid: fc.record({ html }, { noNullPrototype: true }),
    references: (simulator) => ({ addressId: prepareAddress(simulator) }),
    key: MAILBOX,
    drift: { fields: { html: "<p>By hand</p>" }, repair: 'PUT signature {"html":"<p>Support</p>"}' },
    count: (simulator) => simulator.state().signatures.length,
  },
  {
    kind: "InteractionPlanMapping",
    noun: "mapping",
    prepare: (simulator) => {
      prepareAddress(simulator);
      simulator.create("address", { emailAddress: "returns@example.com", name: "Returns" });
      return { interactionPlan: "Customer support", addresses: [MAILBOX], name: "Routing" };
    },
    create: ["POST mapping"],
    read: ["LIST mapping", "LIST plan"],
    readGone: ["LIST mapping", "GET mapping", "LIST plan"],
    delete: ["DELETE mapping"],
    changes: [
      {
        field: "interactionPlan",
        value: "Sales",
        write: 'PATCH mapping {"interactionPlanId":"<Sales>"}',
        undo: 'PATCH mapping {"interactionPlanId":"<Customer support>"}',
      },
      {
        field: "addresses",
        value: ["returns@example.com", MAILBOX],
        write: `PATCH mapping {"toAddresses":["returns@example.com","${MAILBOX}"]}`,
        undo: `PATCH mapping {"toAddresses":["${MAILBOX}"]}`,
      },
      {
        field: "name",
        value: "Returns",
        write: 'PATCH mapping {"mappingName":"Returns"}',
        undo: 'PATCH mapping {"mappingName":"Routing"}',
      },
      {
        field: "description",
        value: "d",
        write: 'PATCH mapping {"mappingDescription":"d"}',
        undo: 'PATCH mapping {"mappingDescription":""}',
      },
      {
        field: "dataSources",
        value: dataSources,
        write: `PATCH mapping {"dataSources":${dataSourceDtos}}`,
        undo: 'PATCH mapping {"dataSources":[]}',
      },
      {
        field: "priority",
        value: 9000,
        write: 'PATCH mapping {"priority":9000}',
        undo: 'PATCH mapping {"priority":5000}',
      },
      {
        field: "testing",
        value: { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] },
        write:
          'PATCH mapping {"testing":{"interactionPlanId":"<Quality testing>","fromAddresses":["qa@example.com"]}}',
        undo: 'PATCH mapping {"testing":null}',
      },
    ],
    sameMeaning: { addresses: ["SUPPORT@example.com"] },
    valid: fc.record(
      {
        interactionPlan: plan,
        addresses: fc.shuffledSubarray([MAILBOX, OTHER_MAILBOX], { minLength: 1 }),
        name,
        description,
        dataSources: anyDataSources,
        priority: fc.integer({ min: 1, max: 10_000 }),
        testing: fc.record(
          {
            interactionPlan: plan,
            fromAddresses: fc.shuffledSubarray(["qa@example.com", "QB@example.com"], { minLength: 1 }),
          },
          { noNullPrototype: true },
        ),
      },
      { requiredKeys: ["interactionPlan", "addresses"], noNullPrototype: true },
    ),
    references: (simulator) => {
      prepareAddress(simulator);
      simulator.create("address", { emailAddress: OTHER_MAILBOX, name: "Other" });
      return {};
    },
    key: "Routing",
    drift: { fields: { priority: 1 }, repair: 'PATCH mapping {"priority":5000}' },
    count: (simulator) => simulator.state().mappings.length,
  },
];
