const PREFIX = "urn:pulumi:dev::test::";
const STACK = { urn: `${PREFIX}pulumi:pulumi:Stack::test-dev`, inputs: {}, outputs: {} };

/** State of a resource as a digest prints it. */
interface State {
  readonly urn: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly retainOnDelete?: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Something that the engine plans to do with a resource. */
export interface PrintedStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: State;
  readonly newState?: State;
  readonly diffReasons?: readonly string[];
}

export function addressOf(
  name: string,
  emailAddress: string,
  given: Readonly<Record<string, unknown>> = {},
): State {
  return stateOf("EmailAddress", name, { emailAddress, name, ...given }, {});
}

export function profileOf(name: string, given: State["inputs"]): State {
  return stateOf("EmailProfile", name, { name, ...given }, {});
}

/** A mapping to a plan; `given`: what differs from the usual. */
export function mappingOf(
  name: string,
  addresses: unknown,
  interactionPlan: unknown,
  given: Readonly<Record<string, unknown>> = {},
): State {
  const inputs = { addresses, interactionPlan, name, priority: 5_000, ...given };
  return stateOf("InteractionPlanMapping", name, inputs, { updatedAt: "2026-06-01T08:00:00.000Z" });
}

export function signatureOf(name: string, html: string): State {
  return stateOf("EmailSignature", name, { addressId: `id-${name}`, html }, { html });
}

function stateOf(kind: string, name: string, inputs: State["inputs"], outputs: State["outputs"]): State {
  const urn = `${PREFIX}pulumi-nodejs:dynamic/vcc:${kind}::${name}`;
  return { urn, custom: true, id: `id-${name}`, inputs, outputs };
}

export function step(op: string, oldState?: State, newState?: State): PrintedStep {
  const urn = (newState ?? oldState ?? STACK).urn;
  return { op, urn, ...(oldState && { oldState }), ...(newState && { newState }) };
}

export function same(state: State): PrintedStep {
  return step("same", state, state);
}

/** Steps of a resource that is deleted before it is made again. */
export function deleteFirst(before: State, after: State): PrintedStep[] {
  return [
    step("delete-replaced", before),
    step("replace", before, after),
    step("create-replacement", before, after),
  ];
}

const COUNTED = new Set(["create", "update", "replace", "delete", "same"]);

/** Digest of these steps, whose old states have been refreshed and weren't edited. */
export function digestOf(steps: readonly PrintedStep[]): string {
  const olds = new Map(
    [STACK, ...steps.flatMap(({ oldState }) => oldState ?? [])].map((old) => [old.urn, old]),
  );
  const all = [...[...olds.values()].map((old) => step("refresh", old, old)), same(STACK), ...steps];
  const changeSummary: Record<string, number> = {};
  for (const { op } of all) if (COUNTED.has(op)) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
  return JSON.stringify({ steps: all, changeSummary }, undefined, 4);
}
