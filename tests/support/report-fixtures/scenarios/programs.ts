import type { World } from "../scenario";

const IMPORTS = `import * as pulumi from "@pulumi/pulumi";
import { EmailAddress, EmailProfile, EmailSignature, InboxFleet, InteractionPlanMapping } from "pulumi-vcc";
`;

/** VCC signs in by itself, with the key that every stack's environment has; no probe asks Google. */
export const CREDENTIAL =
  'credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false }';

/** Text of a program of these statements, the same in every run. */
export function program(...statements: readonly string[]): (world: World) => string {
  return programOf(() => statements);
}

/** The same of statements that depend on the account. */
export function programOf(statements: (world: World) => readonly string[]): (world: World) => string {
  return (world) => `${[IMPORTS, ...statements(world)].join("\n")}\n`;
}

/** Statement for the address of a mailbox that is called like it: `support@example.com`. */
export function address(name: string, args = "", { options = "" } = {}): string {
  const given = [`emailAddress: "${name}@example.com"`, `name: "${capital(name)}"`, CREDENTIAL, args];
  return `const ${name} = new EmailAddress("${name}", ${objectOf(given)}${more(options)});`;
}

/** Statement for a mapping of such addresses to the plan "Customer support", unless `args` say otherwise. */
export function mapping(
  name: string,
  addresses: readonly string[],
  args = "",
  { options = "" } = {},
): string {
  const given = [
    args.startsWith("interactionPlan:") ? "" : 'interactionPlan: "Customer support"',
    `addresses: [${addresses.map((one) => `${one}.emailAddress`).join(", ")}]`,
    `name: "${capital(name)}"`,
    args,
  ];
  return `new InteractionPlanMapping("${name}", ${objectOf(given)}${more(options)});`;
}

/** Statement for the signature of such an address; `html` is an expression. */
export function signature(name: string, html: string): string {
  return `new EmailSignature("${name}", { addressId: ${name}.id, html: ${html} });`;
}

function objectOf(fields: readonly string[]): string {
  return `{ ${fields.filter((field) => field !== "").join(", ")} }`;
}

function more(options: string): string {
  return options === "" ? "" : `, { ${options} }`;
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
