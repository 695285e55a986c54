import type { KindName } from "../../provider/kinds/index";
import type { Bag } from "../../provider/lifecycle/lifecycle";
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
  /** The calls of a create, once the run has looked at the lists, of a refresh, and of an object that is gone. */
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly readGone: readonly string[];
  readonly delete: readonly string[];
  readonly changes: readonly Change[];
  /** Arguments of another meaning, and others of the same meaning. */
  readonly sameMeaning?: Bag;
  /** By what somebody finds the object in VCC's screens. */
  readonly key: string;
  /** Change that somebody makes there, and the write that repairs it. */
  readonly drift: { readonly fields: Bag; readonly repair: string };
  readonly count: (simulator: RunningSimulator) => number;
}

const dataSources = { flow: "returns", channel: "email" };
const dataSourceDtos = '[{"name":"channel","value":"email"},{"name":"flow","value":"returns"}]';

export const KINDS: readonly KindRow[] = [
  {
    kind: "EmailProfile",
    noun: "profile",
    prepare: () => ({ name: "Care" }),
    create: ["POST profile"],
    read: ["LIST profile"],
    readGone: ["LIST profile", "GET profile"],
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
    readGone: ["LIST address", "GET address"],
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
    readGone: ["LIST mapping", "GET mapping"],
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
    key: "Routing",
    drift: { fields: { priority: 1 }, repair: 'PATCH mapping {"priority":5000}' },
    count: (simulator) => simulator.state().mappings.length,
  },
];
