import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A resource as the program registers it. */
export interface Registered {
  /** `Inbox`, `EmailAddress`, … */
  readonly kind: string;
  readonly name: string;
  /** Kind and name of the parent; "" where that is the stack. */
  readonly parent: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Former places: `root support`, `here support`; below another parent `Inbox support`. */
  readonly aliases: readonly string[];
  /** Kinds and names of the resources that it waits for. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Id of an object that is read and not managed. */
  readonly id: string | undefined;
}

interface RequestedAlias {
  getUrn(): string;
  getSpec(): { getName(): string; getNoparent(): boolean } | undefined;
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getAliasesList(): RequestedAlias[];
  getDependenciesList(): string[];
  getProtect(): boolean;
  getRetainondelete(): boolean;
}

interface MockedRun {
  readonly resources: readonly Registered[];
  readonly warnings: readonly string[];
  /** What the program answered, with the values of its outputs. */
  readonly outputs: unknown;
}

interface MockedOptions {
  readonly config?: Readonly<Record<string, string>>;
  readonly secretKeys?: readonly string[];
}

/** Runs a program under Pulumi's mocks, in the stack `dev` of the project `shop`, and waits until all is registered. */
export async function runMocked(
  program: () => unknown,
  { config = {}, secretKeys = [] }: MockedOptions = {},
): Promise<MockedRun> {
  const inputsByUrn = new Map<string, { inputs: Record<string, unknown>; id: string | undefined }>();
  const requests: RegisterRequest[] = [];
  const warnings: string[] = [];
  let outputs: unknown;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const hidden = /^__(provider|urn|stackIdentity)$/u;
        const own = Object.fromEntries(Object.entries(inputs as object).filter(([key]) => !hidden.test(key)));
        inputsByUrn.set(keyOf(type, name), { inputs: own, id: id === "" ? undefined : id });
        return { id: id === undefined || id === "" ? `${name}-id` : id, state: { ...own, status: "Active" } };
      },
      call: () => ({}),
    },
    "shop",
    "dev",
  );
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  const register = jest.spyOn(MockMonitor.prototype, "registerResource");
  const warn = jest.spyOn(pulumi.log, "warn").mockImplementation(async (message) => {
    warnings.push(message);
    return Promise.resolve();
  });
  try {
    const answer: pulumi.Output<unknown> = pulumi.output(program());
    outputs = await new Promise((resolve) => answer.apply(resolve));
    await pulumi.runtime.disconnect();
    requests.push(...register.mock.calls.map(([request]) => request as RegisterRequest));
  } finally {
    register.mockRestore();
    warn.mockRestore();
  }
  const registered = requests
    .filter((request) => !/^pulumi:|\/vcc:StackIdentity$/u.test(request.getType()))
    .map((request) => toRegistered(request, inputsByUrn));
  const read = [...inputsByUrn]
    .filter(([, { id }]) => id !== undefined)
    .map(([key, { inputs, id }]) => toRead(key, inputs, id));
  return { resources: [...registered, ...read], warnings, outputs };
}

function keyOf(type: string, name: string): string {
  return `${type.split(":").at(-1) ?? type} ${name}`;
}

function toRegistered(
  request: RegisterRequest,
  seen: ReadonlyMap<string, { readonly inputs: Record<string, unknown> }>,
): Registered {
  const key = keyOf(request.getType(), request.getName());
  return {
    kind: key.split(" ")[0] ?? "",
    name: request.getName(),
    parent: fromUrn(request.getParent()),
    inputs: seen.get(key)?.inputs ?? {},
    aliases: request.getAliasesList().map((alias) => toAlias(alias, request)),
    dependencies: request.getDependenciesList().map(fromUrn),
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    id: undefined,
  };
}

function toAlias(alias: RequestedAlias, request: RegisterRequest): string {
  const [, , types = "", aliasName = ""] = alias.getUrn().split("::");
  const spec = alias.getSpec();
  if (spec) return `${spec.getNoparent() ? "root" : "here"} ${spec.getName() || request.getName()}`;
  const parents = types.split("$").slice(0, -1);
  if (parents.length === 0) return `root ${aliasName}`;
  const isHere = parents.join("$") === request.getParent().split("::")[2];
  return `${isHere ? "here" : parents.map((type) => keyOf(type, "").trim()).join("$")} ${aliasName}`;
}

function toRead(key: string, inputs: Record<string, unknown>, id: string | undefined): Registered {
  const [kind = "", name = ""] = key.split(" ");
  return {
    kind,
    name,
    parent: "",
    inputs,
    aliases: [],
    dependencies: [],
    protect: false,
    retainOnDelete: false,
    id,
  };
}

function fromUrn(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return type === "" || type.startsWith("pulumi:") ? "" : keyOf(type, name);
}

/** One resource by kind and name. */
export function find({ resources }: MockedRun, kind: string, name: string): Registered {
  const [found, ...others] = resources.filter((resource) => resource.kind === kind && resource.name === name);
  if (found === undefined || others.length > 0) throw new Error(`There isn't one ${kind} ${name}`);
  return found;
}
