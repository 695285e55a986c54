import * as pulumi from "@pulumi/pulumi";
import * as publicEntry from "../../provider/index";
import { EmailAddress, EmailProfile, EmailSignature } from "../../provider/index";
import { KINDS, type KindName } from "../../provider/kinds/index";
import { moduleOf } from "../../provider/pulumi/provider-text";

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const registered: Registered[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, id, inputs }) => {
        registered.push({ type, name, id, inputs: inputs as Registered["inputs"] });
        return { id: id || `${name}-id`, state: { status: "Active", ...inputs } as object };
      },
      call: () => ({}),
    },
    "inboxes",
    "dev",
    false,
  );
});
beforeEach(() => {
  registered.length = 0;
});

class Second extends pulumi.ProviderResource {
  constructor(name: string) {
    super("pulumi-nodejs", name, {});
  }
}

class Other extends pulumi.ProviderResource {
  constructor(name: string) {
    super("aws", name, {});
  }
}

async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** What a class has registered, once it has. */
async function registrationOf(resource: pulumi.CustomResource): Promise<Registered> {
  const urn = await valueOf(resource.urn);
  const [found] = registered.filter(({ name }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`${urn} is not registered`);
  return found;
}

const textOf = (entry: string) => `exports.handler=()=>require("pulumi-vcc/dynamic/${entry}")`;

/** A class, whatever its arguments. */
interface Class {
  new (name: string, args: object, opts?: pulumi.CustomResourceOptions): pulumi.CustomResource;
  get(name: string, id: string): pulumi.CustomResource;
}
const CLASSES: Record<KindName, unknown> = publicEntry;

const ROWS = KINDS.map(({ resource: { kind, inputs } }) => {
  const One = CLASSES[kind] as Class;
  // The classes look at no value.
  const args = Object.fromEntries(Object.keys(inputs.shape).map((key) => [key, key]));
  const declare = (opts?: pulumi.CustomResourceOptions) => new One("support", args, opts);
  return { kind, entry: moduleOf(kind), args, declare, get: () => One.get("found", "adr_1") };
});

describe.each(ROWS)("$kind", ({ kind, entry, args, declare, get }) => {
  test("registers a dynamic resource with its arguments, its URN, the stack's identity and the frozen text, and nothing else", async () => {
    const { type, name, inputs } = await registrationOf(declare());
    expect([type, name]).toEqual([`pulumi-nodejs:dynamic/vcc:${kind}`, "support"]);
    expect(inputs).toEqual({
      ...args,
      __urn: `urn:pulumi:dev::inboxes::pulumi-nodejs:dynamic/vcc:${kind}::support`,
      __stackIdentity: "vcc-id",
      __provider: textOf(entry),
    });
  });

  test("tells its URN below a parent, too", async () => {
    const parent = new pulumi.ComponentResource("test:index:Team", "team");
    const resource = declare({ parent });
    const { inputs } = await registrationOf(resource);
    expect(inputs["__urn"]).toBe(await valueOf(resource.urn));
  });

  test("has no provider of its own, as that would be a second process, which knows nothing of the first", () => {
    const provider = new Second("second");
    const parent = new pulumi.ComponentResource("test:index:Team", "team", {}, { providers: [provider] });
    for (const opts of [{ provider }, { parent }])
      expect(() => declare(opts)).toThrow(/no provider of its own, got one .* Leave the option out\./u);
    // Of another package, it's for other resources.
    const other = new Other("other");
    expect(() => declare({ provider: other })).not.toThrow();
  });

  test("is looked up by id, with the same text", async () => {
    const { type, id, inputs } = await registrationOf(get());
    expect({ type, id, inputs }).toMatchObject({
      type: `pulumi-nodejs:dynamic/vcc:${kind}`,
      id: "adr_1",
      inputs: { __provider: textOf(entry) },
    });
    expect(Object.keys(inputs).filter((key) => !key.startsWith("__"))).toEqual([]);
  });

  test("an output is what the provider answers", async () => {
    expect(await valueOf(declare().id)).toBe("support-id");
  });
});

test("a secret argument stays a secret, and the text doesn't hold it", async () => {
  const secret = pulumi.secret("<p>nobody-may-see</p>");
  const signature = new EmailSignature("secret", { addressId: "adr_1", html: secret });
  const { inputs } = await registrationOf(signature);
  expect(await pulumi.isSecret(signature.html)).toBe(true);
  expect(inputs["__provider"]).toBe(textOf("email-signature"));
});

test("what isn't secret isn't made one", async () => {
  const address = new EmailAddress("open", { emailAddress: "support@example.com" });
  await registrationOf(address);
  expect(await pulumi.isSecret(address.emailAddress)).toBe(false);
  expect(await pulumi.isSecret(address.status)).toBe(false);
});

describe("the stack's identity", () => {
  const identities = () =>
    registered.filter(({ type }) => type === "pulumi-nodejs:dynamic/vcc:StackIdentity");
  const newRun = async () =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, id, inputs }) => {
          registered.push({ type, name, id, inputs: inputs as Registered["inputs"] });
          return { id: id || `${name}-id`, state: inputs as object };
        },
        call: () => ({}),
      },
      "inboxes",
      "dev",
      false,
    );

  test("is one resource for all of a program's, also of several copies of the package, and one for each run", async () => {
    for (let run = 1; run <= 2; run += 1) {
      await newRun();
      const copies = [EmailProfile];
      jest.isolateModules(() => {
        const copy = jest.requireActual<{ EmailProfile: typeof EmailProfile }>("../../provider/index");
        copies.push(copy.EmailProfile);
      });
      for (const [index, Copy] of copies.entries()) await registrationOf(new Copy(`profile-${run}-${index}`));
      expect(copies[0]).not.toBe(copies[1]);
      expect(identities()).toHaveLength(run);
    }
    expect(identities()[0]).toMatchObject({
      name: "vcc",
      inputs: { __provider: textOf("stack-identity") },
    });
  });

  test("isn't made for what is only looked up", async () => {
    await newRun();
    await registrationOf(EmailProfile.get("found", "prf_1"));
    expect(identities()).toEqual([]);
  });
});

describe("stacks of errors", () => {
  test("of a program's own functions lead to these functions", () => {
    const refuse = (): never => {
      throw new Error("inboxes need a description");
    };
    const make = () => new EmailProfile("care", {}, { transformations: [refuse] });
    const stackOf = () => {
      try {
        return make();
      } catch (error) {
        return (error as Error).stack;
      }
    };
    expect(stackOf()).toMatch(/inboxes need a description\n\s+at refuse /u);
  });

  test("are as long as the program wants them once a resource is made, also one that Pulumi's SDK refuses", () => {
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = 50;
      new EmailProfile("care", {});
      expect(Error.stackTraceLimit).toBe(50);
      expect(() => new EmailProfile("", {})).toThrow("name");
      expect(Error.stackTraceLimit).toBe(50);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });

  test("lead to the line of the program that Pulumi's SDK refuses", () => {
    const stackOf = () => {
      try {
        return new EmailProfile("", {});
      } catch (error) {
        return (error as Error).stack;
      }
    };
    expect(stackOf()).toMatch(/Missing resource name[^]*at new EmailProfile[^]*classes\.test\.ts/u);
  });
});
