import { isRecord } from "../values/records";
import { importedMetadata } from "../lifecycle/stored-metadata";
import type { Bag } from "../lifecycle/lifecycle";
import { providerText } from "../pulumi/provider-text";
import type { Inventory, InventoryItem } from "./inventory";

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

/** Import file for a program of single resources. */
export function importFileOfProgram({ items }: Inventory): string {
  return render(items.map((item) => toSpec(item, undefined)));
}

/** Import file for an `InboxFleet` of this name, with the components of its objects. */
export function importFileOfFleet({ items }: Inventory, fleetName: string): string {
  const fleet = `fleet:${fleetName}`;
  const component: ImportSpec = {
    type: "vcc:index:InboxFleet",
    name: fleet,
    logicalName: fleetName,
    component: true,
  };
  return render([
    component,
    ...items.flatMap((item) => componentOf(item, fleet)),
    ...items.map((item) => toSpec(item, parentInFleet(item, fleet))),
  ]);
}

function componentOf({ name, component }: InventoryItem, fleet: string): ImportSpec[] {
  if (component === undefined) return [];
  const { type, outputs } = component;
  return [
    {
      type: `vcc:index:${type}`,
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
  const provider = { __provider: providerText(resource.kind) };
  return {
    type: `pulumi-nodejs:dynamic/vcc:${resource.kind}`,
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

function render(specs: readonly ImportSpec[]): string {
  return `${JSON.stringify({ resources: specs }, undefined, 2)}\n`;
}
