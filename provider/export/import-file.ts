import { isRecord } from "../values/records";
import { importedMetadata } from "../lifecycle/stored-metadata";
import type { Bag } from "../lifecycle/lifecycle";
import { componentType, PROVIDER_KEY, providerText, resourceType } from "../pulumi/provider-text";
import type { Inventory, InventoryItem } from "./take-inventory";

/** Resource in a file of `pulumi import --file`. Source: engine 3.254 and later, tried. */
interface ImportSpec {
  readonly type: string;
  /** Name by which the file's entries refer to each other. */
  readonly name: string;
  /** The resource's name in its program. */
  readonly logicalName: string;
  readonly parent?: string;
  readonly component?: true;
  readonly id?: string;
  readonly inputs?: Bag;
  readonly outputs?: Bag;
}

/** Import file for single resources or, by its name, for an `InboxFleet` with the components of its objects. */
export function importFile({ items }: Inventory, fleetName?: string): string {
  const fleet = fleetName && `fleet:${fleetName}`;
  const resources = [
    ...(fleet
      ? [fleetComponent(fleet, fleetName), ...items.flatMap((item) => componentOf(item, fleet))]
      : []),
    ...items.map((item) => toSpec(item, fleet && parentInFleet(item, fleet))),
  ];
  return `${JSON.stringify({ resources }, undefined, 2)}\n`;
}

function fleetComponent(name: string, logicalName: string): ImportSpec {
  return { type: componentType("InboxFleet"), name, logicalName, component: true };
}

function componentOf({ name, component }: InventoryItem, fleet: string): ImportSpec[] {
  if (component === undefined) return [];
  const { type, outputs } = component;
  return [
    {
      type: componentType(type),
      name: componentName(name, type),
      logicalName: name,
      parent: fleet,
      component: true,
      outputs: { ...outputs },
    },
  ];
}

function componentName(name: string, type: string): string {
  return `${type.toLowerCase()}:${name}`;
}

function parentInFleet(item: InventoryItem, fleet: string): string | undefined {
  const { name, component } = item.owner ?? item;
  if (component !== undefined) return componentName(name, component.type);
  return item.kind.exported.fleet?.within === undefined ? fleet : undefined;
}

function toSpec({ kind, name, id, inputs, outputs }: InventoryItem, parent: string | undefined): ImportSpec {
  const { resource } = kind;
  const provider = { [PROVIDER_KEY]: providerText(resource.kind) };
  return {
    type: resourceType(resource.kind),
    name: `${resource.kind}:${name}`,
    logicalName: name,
    ...(parent !== undefined && { parent }),
    id,
    inputs: sorted({ ...inputs, ...provider }),
    outputs: sorted({
      ...outputs,
      ...importedMetadata([resource.kind, parent ?? "", name]),
      ...provider,
    }),
  };
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
