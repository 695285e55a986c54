import type { CheckFailure } from "./check-failure";
import type { Contract } from "../../schema/contract/contract";
import { adoptionOf } from "../../schema/fields";
import { type CheckRequest, type CheckResult, checkInputs, generatedNameFor, partialAdoption } from "./check";
import { resourceKey } from "./stored-metadata";
import type { RunRegistry } from "./run-registry";
import type { ResourceDefinition } from "./definition";
import type { ResourceIdentity } from "./generated-name";
import { uniqueValues, type Release } from "./handovers";
import { UNKNOWN } from "../values/unknown";
import type { Credentials } from "../ports";
import type { StackIdentity } from "./stack-identity";

type Bag = Readonly<Record<string, unknown>>;

interface RunParts {
  readonly registry: RunRegistry;
  readonly stackIdentity: StackIdentity;
  readonly credentials: () => Credentials;
  readonly contract: () => Contract;
}

/** Checks the inputs, by themselves and beside those of the run's other resources. */
export function checkInRun(
  definition: ResourceDefinition,
  parts: RunParts,
  request: Omit<CheckRequest, "credentials" | "contract">,
): CheckResult {
  const { registry, stackIdentity, credentials, contract } = parts;
  const { olds, news, resource } = request;
  const key = resourceKey(resource);
  // Of a resource that is replaced the engine asks once more without what it has; where an address that it names has to
  // go first, or its own object is gone, it asks only so.
  if (Object.keys(olds).length > 0) registry.stored.add(key);
  const exists = registry.stored.has(key);
  const { adopt, ...others } = news;
  const mayAdopt = adopt === UNKNOWN || adoptionOf(news) !== undefined;
  const isPartial = mayAdopt && !exists && !stackIdentity.isDeclared;
  const { inputs: checked, failures } = checkInputs(definition, {
    ...request,
    news: exists ? others : news,
    credentials: credentials(),
    contract: contract(),
  });
  if (isPartial || failures.length > 0)
    return { inputs: checked, failures: [...failures, ...(isPartial ? [partialAdoption()] : [])] };
  const inputs = { ...checked, __resource: key };
  noteOwnName(definition, parts, inputs, resource);
  if (adoptionOf(inputs) !== undefined) registry.recordAdopter(definition.kind, inputs);
  const shared = claimUnique(definition, registry, inputs, resource);
  return {
    inputs,
    failures: shared.length > 0 ? shared : announce(definition, registry, { ...request, inputs }),
  };
}

/** A name that this stack would generate today proves whose an object is; one that is kept from before may not. */
function noteOwnName(
  definition: ResourceDefinition,
  { registry, contract }: RunParts,
  inputs: Bag,
  resource: ResourceIdentity,
): void {
  const own = generatedNameFor(definition, inputs, resource, contract());
  if (own !== undefined && inputs["name"] === own) registry.recordOwnName(definition.kind, own);
}

function claimUnique(
  definition: ResourceDefinition,
  registry: RunRegistry,
  inputs: Bag,
  resource: ResourceIdentity,
): CheckFailure[] {
  return Object.entries(uniqueValues(definition, inputs)).flatMap(([property, value]) => {
    const other = registry.claimUnique(definition.kind, property, value, resource);
    if (other === undefined) return [];
    const got = JSON.stringify(inputs[property]);
    // Also where it is the other one's: the engine may ask about either first.
    const isGenerated = property === "name" && registry.isOwnName(definition.kind, String(inputs["name"]));
    const reason = isGenerated
      ? `name: unique in the account, got ${got}, the generated name of the one of "${other.name}" and "${resource.name}" that is ` +
        "new in this program; the other one was called so before, and keeps it. Give the new one a name in its arguments."
      : `${property}: unique in the account, got ${got}, which the resource "${other.name}" of this program has already. ` +
        `Give one of the two another ${property}, or declare the object once.`;
    return [{ property, reason }];
  });
}

interface Checked {
  readonly olds: Bag;
  readonly inputs: Bag;
  readonly resource: ResourceIdentity;
}

/** Tells what the resource has and wants; fails where its change and that of another can't be done in one run. */
function announce(
  definition: ResourceDefinition,
  { handovers }: RunRegistry,
  { olds, inputs, resource }: Checked,
): readonly CheckFailure[] {
  const held = uniqueValues(definition, olds);
  const wanted = uniqueValues(definition, inputs);
  const isReplaced = Object.entries(wanted).some(
    ([property, value]) =>
      held[property] !== undefined && held[property] !== value && definition.replaceOn?.includes(property),
  );
  const goesFirst =
    resource.deletesFirst === true || definition.deletesBeforeReplace?.(olds, inputs) === true;
  const release: Release = !isReplaced ? "inPlace" : goesFirst ? "goesFirst" : "goesLast";
  const changes = Object.entries(wanted).map(([property, value]) => ({
    property,
    held: held[property],
    wanted: value,
    release,
  }));
  return handovers.announce(definition.kind, resource, changes);
}
