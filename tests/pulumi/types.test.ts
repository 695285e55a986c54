import type * as pulumi from "@pulumi/pulumi";
import type * as publicEntry from "../../provider/index";
import type { CredentialArgs } from "../../provider/index";
import type { KindName, KINDS } from "../../provider/kinds/index";
import type { KindResource } from "../../provider/kinds/kind";
import type { AccountState } from "../../provider/simulator/index";
import type { Credential } from "../../schema/credential/credential";

// What this file proves, `tsc` checks; Jest only sees that it can be loaded.

/** Whether two types are one and the same, optional and read-only marks included. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- only generic functions are compared by identity
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Expect<Holds extends true> = Holds;

/** What a program's arguments are once every output is known. */
type Plain<T> = T extends string | number | boolean | undefined | null
  ? T
  : T extends PromiseLike<unknown> | pulumi.OutputInstance<unknown>
    ? never
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : { [Key in keyof T]: Plain<T[Key]> };

/** Zod spells an optional property with `undefined`; the arguments leave it out. */
type Exact<T> = T extends readonly (infer Item)[]
  ? Exact<Item>[]
  : T extends object
    ? { [Key in keyof T]: Exact<Exclude<T[Key], undefined>> }
    : T;

/** A name that is left out is generated before the inputs are checked. */
type Given<T> = T extends { name: string } ? Omit<T, "name"> & Partial<Pick<T, "name">> : T;
type Flat<T> = { [Key in keyof T]: T[Key] };

type Resource<Kind extends KindName> = Extract<(typeof KINDS)[number]["resource"], { readonly kind: Kind }>;
type Inputs<Kind extends KindName> = Resource<Kind> extends KindResource<Kind, infer Given> ? Given : never;
type State<Kind extends KindName> =
  Resource<Kind> extends KindResource<Kind, object, infer Stored> ? Stored : never;
type Class<Kind extends KindName> = (typeof publicEntry)[Kind];
type Args<Kind extends KindName> = NonNullable<ConstructorParameters<Class<Kind>>[1]>;
type Outputs<Kind extends KindName> = Exclude<keyof InstanceType<Class<Kind>>, keyof pulumi.CustomResource>;
/** State that is no output: what only says how, and what nobody needs to read. */
type Hidden = "adopt" | "credential" | "namedProfileId" | `__${string}`;

/** Kinds whose classes take other arguments than their inputs, or give other outputs than their states. */
type Wrong = {
  [Kind in KindName]: [
    Same<Flat<Exact<Plain<Args<Kind>>>>, Flat<Exact<Given<Inputs<Kind>>>>>,
    Same<Outputs<Kind>, Exclude<keyof State<Kind>, Hidden>>,
  ] extends [true, true]
    ? never
    : Kind;
}[KindName];

/** A kind that doesn't tell its other tables by their types would have any. */
export type TablesOfTheSimulatorAreKnown = Expect<
  Same<string extends keyof AccountState ? true : false, false>
>;

export type ClassesAreAsTheirSchemas = [
  Expect<Same<Wrong, never>>,
  Expect<Same<Exact<Plain<CredentialArgs>>, Exact<Credential>>>,
];

function declared(credential: CredentialArgs): string {
  return credential.method;
}

describe("a credential has the fields of its method and provider, and no others", () => {
  test("interactive", () => {
    declared({ method: "interactive" });
    // @ts-expect-error A key belongs to serviceAccount.
    declared({ method: "interactive", key: "env:KEY" });
    // @ts-expect-error There is no such method.
    declared({ method: "password" });
  });

  test("serviceAccount", () => {
    declared({ provider: "google", method: "serviceAccount", key: "env:KEY", subject: "a@example.com" });
    // @ts-expect-error Service accounts are Google's.
    declared({ provider: "microsoft", method: "serviceAccount", key: "env:KEY" });
    // @ts-expect-error The key is missing.
    declared({ provider: "google", method: "serviceAccount" });
    // @ts-expect-error A client secret belongs to clientSecret.
    declared({ provider: "google", method: "serviceAccount", key: "env:KEY", clientSecret: "env:SECRET" });
  });

  test("clientSecret", () => {
    const app = { provider: "microsoft", tenantId: "contoso.com", clientId: "app" } as const;
    declared({ ...app, method: "clientSecret", clientSecret: "env:SECRET" });
    declared({ ...app, method: "certificate", certificate: "file:app.pem", privateKey: "file:app.key" });
    // @ts-expect-error A certificate belongs to certificate.
    declared({ ...app, method: "clientSecret", clientSecret: "env:SECRET", certificate: "file:app.pem" });
    // @ts-expect-error The private key is missing.
    declared({ ...app, method: "certificate", certificate: "file:app.pem" });
    // @ts-expect-error Apps with a client secret are Microsoft's.
    declared({ ...app, provider: "google", method: "clientSecret", clientSecret: "env:SECRET" });
  });

  test("refreshToken", () => {
    const token = { method: "refreshToken", clientId: "app", refreshToken: "env:TOKEN" } as const;
    declared({ ...token, provider: "google" });
    declared({ ...token, provider: "microsoft", tenantId: "contoso.com" });
    // @ts-expect-error A tenant is Microsoft's.
    declared({ ...token, provider: "google", tenantId: "contoso.com" });
    // @ts-expect-error Whose token it is decides about its fields.
    declared(token);
  });
});
