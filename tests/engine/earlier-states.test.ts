import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, inbox, openAccount } from "../support/engine/account";

let account: Account;
beforeEach(async () => {
  account = await openAccount();
});
afterEach(async () => account.dispose());

interface StoredResource {
  readonly type: string;
  readonly urn: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}

const named = () =>
  inbox({ address: { name: "Support" }, profile: { name: "Care" }, mapping: { name: "Routing" } });

/** Keys that a state of that time had not yet, by what brought them. */
const SHAPES = [
  {
    shape: "before names were generated",
    lacks: ["__made", "__generatedName", "__resource"],
    hasIdentity: false,
    program: named,
  },
  {
    shape: "before a stack had an identity",
    lacks: ["__resource"],
    hasIdentity: false,
    program: inbox,
  },
  { shape: "before the resource was stored", lacks: ["__resource"], hasIdentity: true, program: inbox },
];

/** Takes from the stack's state what a former release didn't store. */
async function ageState(lacks: readonly string[], hasIdentity: boolean): Promise<void> {
  const { stack } = account;
  const file = join(stack.folder, "state.json");
  await stack.command("stack", "export", "--file", file);
  const exported = JSON.parse(readFileSync(file, "utf8")) as {
    readonly deployment: { resources: readonly StoredResource[] };
  };
  const isKept = ({ type }: StoredResource) => hasIdentity || !type.endsWith("vcc:StackIdentity");
  const without = (bag: StoredResource["inputs"] = {}) =>
    Object.fromEntries(Object.entries(bag).filter(([key]) => !lacks.includes(key)));
  const { resources } = exported.deployment;
  const gone = new Set(resources.filter((one) => !isKept(one)).map(({ urn }) => urn));
  const others = (urns: readonly string[] | null = []) => (urns ?? []).filter((urn) => !gone.has(urn));
  exported.deployment.resources = resources.filter(isKept).map((resource) => ({
    ...resource,
    ...(resource.inputs && { inputs: without(resource.inputs) }),
    ...(resource.outputs && { outputs: without(resource.outputs) }),
    ...(resource.dependencies && { dependencies: others(resource.dependencies) }),
    ...(resource.propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, urns]) => [key, others(urns)]),
      ),
    }),
  }));
  writeFileSync(file, JSON.stringify(exported));
  const { code, stderr } = await stack.command("stack", "import", "--file", file);
  if (code !== 0) throw new Error(stderr);
}

test.each(SHAPES)("state $shape is no change, nor after a refresh, and nothing is written", async (shape) => {
  const { stack } = account;
  expect((await stack.up(shape.program)).error).toBeUndefined();
  await ageState(shape.lacks, shape.hasIdentity);
  account.writes();
  const refreshed = await stack.preview(shape.program, { refresh: true });
  expect([refreshed.error, refreshed.changes]).toEqual([undefined, []]);
  const { error, changes } = await stack.up(shape.program);
  expect({ error, changes, writes: account.writes() }).toEqual({ error: undefined, changes: [], writes: [] });
});
