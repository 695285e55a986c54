import { existsSync } from "node:fs";
import { join } from "node:path";
import { moduleOf, providerText } from "../../provider/pulumi/provider-text";
import { REPOSITORY } from "../support/repository";

/** In the state of every stack that uses the package: each byte is frozen, also in a next major version. */
const TEXTS = {
  EmailAddress: 'exports.handler=()=>require("pulumi-vcc/dynamic/email-address")',
  EmailSignature: 'exports.handler=()=>require("pulumi-vcc/dynamic/email-signature")',
  EmailProfile: 'exports.handler=()=>require("pulumi-vcc/dynamic/email-profile")',
  InteractionPlanMapping: 'exports.handler=()=>require("pulumi-vcc/dynamic/interaction-plan-mapping")',
  StackIdentity: 'exports.handler=()=>require("pulumi-vcc/dynamic/stack-identity")',
} as const;

const KINDS = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

describe.each(KINDS)("the provider text of %s", (kind) => {
  test("is what it always was", () => {
    expect(providerText(kind)).toBe(TEXTS[kind]);
  });

  test("is short, as it is stored twice with every resource", () => {
    expect(Buffer.byteLength(TEXTS[kind], "utf8")).toBeLessThanOrEqual(80);
  });

  test("names a module that is there", () => {
    expect(existsSync(join(REPOSITORY, "provider/dynamic", `${moduleOf(kind)}.ts`))).toBe(true);
  });
});
