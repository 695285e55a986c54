import { isRecord } from "../values/records";
import { importedMetadata } from "../lifecycle/stored-metadata";
import { KINDS, type KindName } from "../kinds/index";
import type { Bag } from "../lifecycle/lifecycle";
import { providerText } from "../pulumi/provider-text";
import type { Adopted } from "./adoption";
import type { Inventory, TakenMapping, TakenSignature } from "./inventory";

/** One resource of `pulumi import --file`. Source: engine 3.254 and later, tried. */
interface ImportSpec {
  readonly type: string;
  /** How the file's entries name each other. */
  readonly name: string;
  /** The resource's name in its program. */
  readonly logicalName: string;
  readonly parent?: string;
  readonly component?: true;
  readonly id?: string;
  readonly inputs?: Bag;
  readonly outputs?: Bag;
}

/** Which resources of a program are below which. */
interface Parents {
  /** Of profiles, and of mappings of several inboxes. */
  readonly shared?: string;
  /** Of what belongs to the address of this name. */
  readonly of: (address: string) => string | undefined;
}

const NO_PARENTS: Parents = { of: () => undefined };

/** Import file for a program of single resources. */
export function importFileOfProgram(inventory: Inventory): string {
  return render(resources(inventory, NO_PARENTS));
}

/** Import file for an `InboxFleet` of this name, with its `Inbox`es. */
export function importFileOfFleet(inventory: Inventory, fleetName: string): string {
  const fleet = `fleet:${fleetName}`;
  const parents: Parents = { shared: fleet, of: (address) => `inbox:${address}` };
  const inboxes = inventory.addresses.map(({ name, id, args }): ImportSpec => ({
    type: "vcc:index:Inbox",
    name: `inbox:${name}`,
    logicalName: name,
    parent: fleet,
    component: true,
    outputs: { addressId: id, emailAddress: args.emailAddress },
  }));
  const component: ImportSpec = {
    type: "vcc:index:InboxFleet",
    name: fleet,
    logicalName: fleetName,
    component: true,
  };
  return render([component, ...inboxes, ...resources(inventory, parents)]);
}

function resources({ profiles, addresses, signatures, mappings }: Inventory, parents: Parents): ImportSpec[] {
  return [
    ...profiles.map((profile) => spec("EmailProfile", profile, parents.shared)),
    ...addresses.map((address) => spec("EmailAddress", address, parents.of(address.name))),
    ...signatures.map((signature) =>
      spec("EmailSignature", signature, parentOfSignature(signature, parents)),
    ),
    ...mappings.map((mapping) => spec("InteractionPlanMapping", mapping, parentOfMapping(mapping, parents))),
  ];
}

function parentOfSignature({ address }: TakenSignature, parents: Parents): string | undefined {
  return address === undefined ? undefined : parents.of(address);
}

function parentOfMapping({ isOwn, inboxes: [owner] }: TakenMapping, parents: Parents): string | undefined {
  return isOwn && owner !== undefined ? parents.of(owner) : parents.shared;
}

function spec(
  kind: KindName,
  { name, id, inputs, outputs }: Adopted & { readonly name: string; readonly id: string },
  parent: string | undefined,
): ImportSpec {
  const provider = { __provider: providerText(moduleOf(kind)) };
  return {
    type: `pulumi-nodejs:dynamic/vcc:${kind}`,
    name: `${kind}:${name}`,
    logicalName: name,
    ...(parent !== undefined && { parent }),
    id,
    inputs: sorted({ ...inputs, ...provider }),
    outputs: sorted({ ...outputs, ...importedMetadata([kind, parent ?? "", name]), ...provider }),
  };
}

function moduleOf(kind: KindName): string {
  return KINDS.find(({ resource }) => resource.kind === kind)?.module ?? "";
}

/** Keys in one order at every depth, whatever the order in which VCC gave them. */
function sorted(bag: Bag): Bag {
  return Object.fromEntries(
    Object.entries(bag)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, isRecord(value) ? sorted(value) : value]),
  );
}

function render(specs: readonly ImportSpec[]): string {
  return `${JSON.stringify({ resources: specs }, undefined, 2)}\n`;
}
