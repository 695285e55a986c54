import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Credential,
  factsOf,
  isManaged,
  type ManagedCredential,
  METHOD_NAMES,
  PROVIDERS,
} from "../../schema/credential/credential";
import { VARIANTS } from "../../schema/credential/methods";
import { PUBLIC_GRANT_FIELDS } from "../../schema/grant";
import { createCredentials } from "../../provider/credentials/index";
import { standInCredential } from "../../provider/kinds/email-address/exported-credential";
import { sameMaterial } from "../../provider/kinds/email-address/mailbox-sign-in";
import { parseGrant } from "../../provider/simulator/account/grants";
import { createCertificate } from "../support/certificates";
import { MAILBOX, serviceAccountKey } from "../support/identities";
import { REPOSITORY } from "../support/repository";

const DAY_MS = 86_400_000;
const pairs = [0, 1].map(() =>
  createCertificate(new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)),
);

function externalAccount(audience: string): string {
  return JSON.stringify({ type: "external_account", audience, subject_token_type: "urn:jwt" });
}

/** Material of each reference, in two editions; a new reference needs its own here. */
const MATERIAL: Readonly<Record<string, readonly (string | undefined)[]>> = {
  key: [serviceAccountKey().file, serviceAccountKey("other@project.iam.gserviceaccount.com").file],
  externalAccount: [externalAccount("//iam/one"), externalAccount("//iam/two")],
  certificate: pairs.map(({ certificate }) => certificate),
  privateKey: pairs.map(({ privateKey }) => privateKey),
  clientSecret: ["client-secret-0123456789", "client-secret-9876543210"],
  refreshToken: ["refresh-token-0123456789", "refresh-token-9876543210"],
  assertion: ["assertion-0123456789", "assertion-9876543210"],
};
const ENVIRONMENT = Object.fromEntries(
  Object.entries(MATERIAL).flatMap(([name, [one, two]]) => [
    [`${name}_1`, one],
    [`${name}_2`, two],
  ]),
);
const SOURCES = { environment: ENVIRONMENT, folder: "/nowhere", config: () => undefined };
/** Values that keep the rules of fields. */
const VALUES = [
  ...["one@example.com", "two@example.com", "one", "two", "2020-01-31", "2020-02-29"],
  ...[true, false, 1, 2],
];
/** A certificate and its key are changed together. */
const PAIR = ["certificate", "privateKey"];

const FIELDS = VARIANTS.flatMap((schema) =>
  Object.entries(schema.shape)
    .filter(([name]) => name !== "method" && name !== "provider")
    .map(([name, field]) => ({ variant: schema.variant, schema, name, field })),
);

function editionsOf({ name, field }: (typeof FIELDS)[number]): unknown[] {
  const values = factsOf(name)?.reference === undefined ? VALUES : [`env:${name}_1`, `env:${name}_2`];
  return values.filter((value) => field.safeParse(value).success).slice(0, 2);
}

/** The variant's credential with all of its fields, these in their second edition. */
function complete(variant: string, changed: readonly string[] = []): ManagedCredential {
  const own = FIELDS.filter((one) => one.variant === variant);
  const shape = own[0]?.schema.shape;
  const credential = Credential.parse({
    method: shape?.method.value,
    provider: PROVIDERS.find((one) => shape?.["provider"]?.safeParse(one).success),
    ...Object.fromEntries(own.map((one) => [one.name, editionsOf(one)[changed.includes(one.name) ? 1 : 0]])),
  });
  if (!isManaged(credential)) throw new TypeError("a credential of a person");
  return credential;
}

async function signIn(credential: ManagedCredential) {
  const credentials = createCredentials(SOURCES);
  return JSON.stringify(await credentials.grant(credential, MAILBOX));
}

describe.each(FIELDS)("$name of $variant", ({ variant, name, field, ...rest }) => {
  const changed = PAIR.includes(name) ? PAIR : [name];
  const isForVcc = factsOf(name)?.isForVcc === true;

  test("has facts, the same in all methods", () => {
    expect(field.facts).toBeDefined();
    expect(factsOf(name)).toEqual(field.facts);
    expect(editionsOf({ variant, name, field, ...rest })).toHaveLength(2);
  });

  test("is for VCC if, and only if, VCC gets something else with another value", async () => {
    const [before, after] = [complete(variant), complete(variant, changed)];
    expect((await signIn(after)) === (await signIn(before))).toBe(!isForVcc);
  });

  test("lets whoever can't read the material change it, unless VCC gets it", () => {
    expect(sameMaterial(complete(variant), complete(variant, changed))).toBe(!isForVcc);
  });
});

const MANAGED = VARIANTS.filter(({ shape }) => shape.method.value !== "interactive");
const DOCS = ["README.md", ...readdirSync(join(REPOSITORY, "docs")).map((file) => `docs/${file}`)]
  .filter((file) => file.endsWith(".md") && !file.endsWith("add-a-credential.md"))
  .map((file) => readFileSync(join(REPOSITORY, file), "utf8"))
  .join("\n");

test.each(MANAGED)(
  "no reference of $variant is public in a grant, and all identifiers are",
  async (schema) => {
    const { variant } = schema;
    const grant = await createCredentials(SOURCES).grant(complete(variant), MAILBOX);
    for (const name of Object.keys(schema.shape)) {
      if (!(name in grant)) continue;
      expect({ name, isPublic: PUBLIC_GRANT_FIELDS.has(name) }).toEqual({
        name,
        isPublic: factsOf(name)?.reference === undefined,
      });
    }
  },
);

test.each(MANAGED)("the simulator takes the grant of $variant", async (schema) => {
  const grant = await createCredentials(SOURCES).grant(complete(schema.variant), MAILBOX);
  expect(() => parseGrant(grant)).not.toThrow();
});

test.each(METHOD_NAMES)("the docs tell of %s", (method) => {
  expect(DOCS).toMatch(new RegExp(`^\\|.*\`${method}\``, "mu"));
});

test("the package exports the Args of every method", () => {
  const written = readFileSync(join(REPOSITORY, "provider/pulumi/credential.ts"), "utf8");
  const names = [...written.matchAll(/^ {2}\| (?<name>\w+CredentialArgs)/gmu)].map((match) => match[1] ?? "");
  expect(names).toHaveLength(VARIANTS.length);
  const index = readFileSync(join(REPOSITORY, "provider/index.ts"), "utf8");
  for (const name of names) expect(index).toMatch(new RegExp(`\\b${name}\\b`, "u"));
});

test.each(VARIANTS)("an export has a stand-in for $variant that the schema takes", ({ shape }) => {
  const method = shape.method.value;
  const provider = PROVIDERS.find((one) => shape["provider"]?.safeParse(one).success);
  const standIn = standInCredential({ status: "Active", method, provider }, "support");
  expect(Credential.safeParse(standIn).data).toMatchObject({ method });
});
