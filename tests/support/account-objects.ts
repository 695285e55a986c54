import type { RunningSimulator, Simulator } from "../../provider/simulator/index";
import { MAILBOX } from "./identities";

/** The id of the address of `MAILBOX`, which somebody made. */
export function prepareAddress(simulator: RunningSimulator): string {
  simulator.create("address", { emailAddress: MAILBOX, name: "Made by hand" });
  return addressId(simulator.state());
}

export function addressId({ addresses }: { readonly addresses: readonly { readonly id: string }[] }): string {
  const [address] = addresses;
  if (address === undefined) throw new Error("There is no address.");
  return address.id;
}

export function planId(simulator: Simulator, name: string): string {
  const plan = simulator.state().plans.find(({ interactionPlanName }) => interactionPlanName === name);
  if (plan === undefined) throw new Error(`There is no plan ${name}.`);
  return plan.interactionPlanId;
}

/** The id of a mapping; "" where there is none of that name. */
export function mappingId(simulator: Simulator, name: string): string {
  return simulator.state().mappings.find(({ mappingName }) => mappingName === name)?.mappingId ?? "";
}

/** The id of a mapping that somebody made in VCC. */
export function createMapping(
  simulator: Simulator,
  mappingName: string,
  { plan = "Customer support", toAddresses = [MAILBOX] as readonly string[], priority = 5000 } = {},
): string {
  const mapping = { mappingName, mappingDescription: "", toAddresses, priority };
  simulator.create("mapping", { ...mapping, interactionPlanId: planId(simulator, plan) });
  return mappingId(simulator, mappingName);
}

/** From now on, lists of addresses or mappings show the ones of this name with these fields. */
export function showAltered(
  simulator: RunningSimulator,
  list: "addresses" | "mappings",
  name: string,
  fields: object,
): void {
  const items = simulator
    .state()
    [list].map((dto) => (Object.values(dto).includes(name) ? { ...dto, ...fields } : dto));
  const meta = { page: 1, count: items.length, pageCount: 1, totalCount: items.length };
  const body = { [list]: items, meta };
  simulator.addFault({ method: "GET", path: `/${list}(?:\\?|$)`, status: 200, body, times: 100 });
}
