import { existsSync } from "node:fs";
import { join } from "node:path";
import { providerText } from "../../provider/pulumi/provider-text";
import { REPOSITORY } from "../support/repository";

/** In the state of every stack that uses the package: each byte is frozen, also in a next major version. */
const TEXTS = {
  "email-address": 'exports.handler=()=>require("pulumi-vcc/dynamic/email-address")',
  "email-signature": 'exports.handler=()=>require("pulumi-vcc/dynamic/email-signature")',
  "email-profile": 'exports.handler=()=>require("pulumi-vcc/dynamic/email-profile")',
  "interaction-plan-mapping": 'exports.handler=()=>require("pulumi-vcc/dynamic/interaction-plan-mapping")',
  "stack-identity": 'exports.handler=()=>require("pulumi-vcc/dynamic/stack-identity")',
} as const;

const ENTRIES = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

describe.each(ENTRIES)("the provider text of %s", (entry) => {
  test("is what it always was", () => {
    expect(providerText(entry)).toBe(TEXTS[entry]);
  });

  test("is short, as it is stored twice with every resource", () => {
    expect(Buffer.byteLength(TEXTS[entry], "utf8")).toBeLessThanOrEqual(80);
  });

  test("names a module that is there", () => {
    expect(existsSync(join(REPOSITORY, "provider/dynamic", `${entry}.ts`))).toBe(true);
  });
});
